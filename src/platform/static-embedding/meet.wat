;; Word meets word: int8 vectors, 16 lanes at a time. `dimensions` is a multiple of 16, `width` of 4.
(module
  (memory (export "memory") 1 16384)

  ;; The inner product of two int8 vectors, as i32.
  (func $dot (param $a i32) (param $b i32) (param $dimensions i32) (result i32)
    (local $end i32) (local $sum v128) (local $x v128) (local $y v128)
    (local.set $end (i32.add (local.get $a) (local.get $dimensions)))
    (loop $lanes
      (local.set $x (v128.load (local.get $a)))
      (local.set $y (v128.load (local.get $b)))
      ;; Two products of at most 127 * 127 still fit into 16 bits.
      (local.set $sum
        (i32x4.add (local.get $sum)
          (i32x4.extadd_pairwise_i16x8_s
            (i16x8.add
              (i16x8.extmul_low_i8x16_s (local.get $x) (local.get $y))
              (i16x8.extmul_high_i8x16_s (local.get $x) (local.get $y))))))
      (local.set $a (i32.add (local.get $a) (i32.const 16)))
      (local.set $b (i32.add (local.get $b) (i32.const 16)))
      (br_if $lanes (i32.lt_u (local.get $a) (local.get $end))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
      (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))

  ;; out[i * width + q] = max(0, cosine of row ids[i] and query[q]) ^ 4, as f32.
  ;; `lengths` holds one over each row's length, `query_lengths` one over each query's; nought for none.
  (func (export "nearness")
    (param $rows i32) (param $lengths i32) (param $ids i32) (param $count i32)
    (param $query i32) (param $query_lengths i32) (param $width i32) (param $dimensions i32) (param $out i32)
    (local $i i32) (local $q i32) (local $id i32) (local $row i32) (local $length f32) (local $cosine f32)
    (block $done
      (loop $each_row
        (br_if $done (i32.ge_u (local.get $i) (local.get $count)))
        (local.set $id (i32.load (i32.add (local.get $ids) (i32.shl (local.get $i) (i32.const 2)))))
        (local.set $row (i32.add (local.get $rows) (i32.mul (local.get $dimensions) (local.get $id))))
        (local.set $length (f32.load (i32.add (local.get $lengths) (i32.shl (local.get $id) (i32.const 2)))))
        (local.set $q (i32.const 0))
        (loop $each_query
          (local.set $cosine
            (f32.max (f32.const 0)
              (f32.mul
                (f32.mul (local.get $length)
                  (f32.load (i32.add (local.get $query_lengths) (i32.shl (local.get $q) (i32.const 2)))))
                (f32.convert_i32_s
                  (call $dot (local.get $row)
                    (i32.add (local.get $query) (i32.mul (local.get $q) (local.get $dimensions)))
                    (local.get $dimensions))))))
          (local.set $cosine (f32.mul (local.get $cosine) (local.get $cosine)))
          (f32.store (local.get $out) (f32.mul (local.get $cosine) (local.get $cosine)))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))
          (local.set $q (i32.add (local.get $q) (i32.const 1)))
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
