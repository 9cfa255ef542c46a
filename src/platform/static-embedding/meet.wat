;; Word meets word: int8 rows, int16 queries, 16 lanes at a time. `dimensions` is a multiple of 16, `width` of 4.
(module
  (memory (export "memory") 1 16384)

  ;; out[i * width + q] = max(0, cosine of row ids[i] and query[q]) ^ 4, as f32, four queries at a time.
  ;; `lengths` holds one over each row's length, `query_lengths` one over each query's; nought for none.
  (func (export "nearness")
    (param $rows i32) (param $lengths i32) (param $ids i32) (param $count i32)
    (param $query i32) (param $query_lengths i32) (param $width i32) (param $dimensions i32) (param $out i32)
    (local $i i32) (local $q i32) (local $k i32) (local $end i32) (local $id i32) (local $row i32) (local $length v128)
    (local $at0 i32) (local $at1 i32) (local $at2 i32) (local $at3 i32)
    (local $sum0 v128) (local $sum1 v128) (local $sum2 v128) (local $sum3 v128)
    (local $x v128) (local $y v128) (local $cosine v128)
    (block $done
      (loop $each_row
        (br_if $done (i32.ge_u (local.get $i) (local.get $count)))
        (local.set $id (i32.load (i32.add (local.get $ids) (i32.shl (local.get $i) (i32.const 2)))))
        (local.set $row (i32.add (local.get $rows) (i32.mul (local.get $dimensions) (local.get $id))))
        (local.set $length (v128.load32_splat (i32.add (local.get $lengths) (i32.shl (local.get $id) (i32.const 2)))))
        (local.set $end (i32.add (local.get $row) (local.get $dimensions)))
        (local.set $at0 (local.get $query))
        (local.set $q (i32.const 0))
        (loop $each_query
          (local.set $at1 (i32.add (local.get $at0) (i32.shl (local.get $dimensions) (i32.const 1))))
          (local.set $at2 (i32.add (local.get $at1) (i32.shl (local.get $dimensions) (i32.const 1))))
          (local.set $at3 (i32.add (local.get $at2) (i32.shl (local.get $dimensions) (i32.const 1))))
          (local.set $sum0 (v128.const i32x4 0 0 0 0))
          (local.set $sum1 (v128.const i32x4 0 0 0 0))
          (local.set $sum2 (v128.const i32x4 0 0 0 0))
          (local.set $sum3 (v128.const i32x4 0 0 0 0))
          (local.set $k (local.get $row))
          (loop $lanes
              (local.set $x (v128.load8x8_s (local.get $k)))
              (local.set $y (v128.load8x8_s offset=8 (local.get $k)))
              (local.set $sum0
                (i32x4.add (local.get $sum0)
                  (i32x4.add
                    (i32x4.dot_i16x8_s (local.get $x) (v128.load (local.get $at0)))
                    (i32x4.dot_i16x8_s (local.get $y) (v128.load offset=16 (local.get $at0))))))
              (local.set $at0 (i32.add (local.get $at0) (i32.const 32)))
              (local.set $sum1
                (i32x4.add (local.get $sum1)
                  (i32x4.add
                    (i32x4.dot_i16x8_s (local.get $x) (v128.load (local.get $at1)))
                    (i32x4.dot_i16x8_s (local.get $y) (v128.load offset=16 (local.get $at1))))))
              (local.set $at1 (i32.add (local.get $at1) (i32.const 32)))
              (local.set $sum2
                (i32x4.add (local.get $sum2)
                  (i32x4.add
                    (i32x4.dot_i16x8_s (local.get $x) (v128.load (local.get $at2)))
                    (i32x4.dot_i16x8_s (local.get $y) (v128.load offset=16 (local.get $at2))))))
              (local.set $at2 (i32.add (local.get $at2) (i32.const 32)))
              (local.set $sum3
                (i32x4.add (local.get $sum3)
                  (i32x4.add
                    (i32x4.dot_i16x8_s (local.get $x) (v128.load (local.get $at3)))
                    (i32x4.dot_i16x8_s (local.get $y) (v128.load offset=16 (local.get $at3))))))
              (local.set $at3 (i32.add (local.get $at3) (i32.const 32)))
              (local.set $k (i32.add (local.get $k) (i32.const 16)))
              (br_if $lanes (i32.lt_u (local.get $k) (local.get $end))))
          ;; The four sums' lanes are transposed and added, so that lane n holds the inner product with query n.
          (local.set $x
            (i32x4.add
              (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $sum0) (local.get $sum1))
              (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $sum0) (local.get $sum1))))
          (local.set $y
            (i32x4.add
              (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $sum2) (local.get $sum3))
              (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $sum2) (local.get $sum3))))
          (local.set $cosine
            (f32x4.max (v128.const f32x4 0 0 0 0)
              (f32x4.mul
                (f32x4.mul (local.get $length)
                  (v128.load (i32.add (local.get $query_lengths) (i32.shl (local.get $q) (i32.const 2)))))
                (f32x4.convert_i32x4_s
                  (i32x4.add
                    (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $x) (local.get $y))
                    (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $x) (local.get $y)))))))
          (local.set $cosine (f32x4.mul (local.get $cosine) (local.get $cosine)))
          (v128.store (local.get $out) (f32x4.mul (local.get $cosine) (local.get $cosine)))
          (local.set $out (i32.add (local.get $out) (i32.const 16)))
          (local.set $at0 (local.get $at3))
          (local.set $q (i32.add (local.get $q) (i32.const 4)))
          (br_if $each_query (i32.lt_u (local.get $q) (local.get $width))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $each_row))))

  ;; out[q] = the greatest near[rows[i] * width + q] over the rows listed; nought when there are none.
  (func (export "nearest")
    (param $near i32) (param $rows i32) (param $count i32) (param $width i32) (param $out i32)
    (local $i i32) (local $at i32) (local $end i32) (local $row i32) (local $bytes i32)
    (local.set $bytes (i32.shl (local.get $width) (i32.const 2)))
    (memory.fill (local.get $out) (i32.const 0) (local.get $bytes))
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (block $done
      (loop $each_row
        (br_if $done (i32.ge_u (local.get $i) (local.get $count)))
        (local.set $row
          (i32.add (local.get $near)
            (i32.mul (local.get $bytes)
              (i32.load (i32.add (local.get $rows) (i32.shl (local.get $i) (i32.const 2)))))))
        (local.set $at (local.get $out))
        (loop $each_lane
          (v128.store (local.get $at) (f32x4.max (v128.load (local.get $at)) (v128.load (local.get $row))))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (local.set $row (i32.add (local.get $row) (i32.const 16)))
          (br_if $each_lane (i32.lt_u (local.get $at) (local.get $end))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $each_row)))))
