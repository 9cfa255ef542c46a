;; Inner products of int8 vectors, 16 lanes at a time. `dimensions` is a multiple of 16.
(module
  (memory (export "memory") 1 16384)

  ;; out[i * queries + q] = rows[ids[i]] . query[q], as i32; without ids (0) row i itself is meant.
  (func (export "dots")
    (param $rows i32) (param $ids i32) (param $count i32)
    (param $query i32) (param $queries i32) (param $dimensions i32) (param $out i32)
    (local $i i32) (local $q i32) (local $k i32) (local $row i32) (local $at i32)
    (local $sum v128) (local $a v128) (local $b v128)
    (block $done
      (loop $each_row
        (br_if $done (i32.ge_u (local.get $i) (local.get $count)))
        (local.set $row
          (i32.add (local.get $rows)
            (i32.mul (local.get $dimensions)
              (if (result i32) (local.get $ids)
                (then (i32.load (i32.add (local.get $ids) (i32.shl (local.get $i) (i32.const 2)))))
                (else (local.get $i))))))
        (local.set $at (local.get $query))
        (local.set $q (i32.const 0))
        (block $row_done
          (loop $each_query
            (br_if $row_done (i32.ge_u (local.get $q) (local.get $queries)))
            (local.set $sum (v128.const i32x4 0 0 0 0))
            (local.set $k (i32.const 0))
            (loop $each_lane
              (local.set $a (v128.load (i32.add (local.get $row) (local.get $k))))
              (local.set $b (v128.load (i32.add (local.get $at) (local.get $k))))
              (local.set $sum
                (i32x4.add (local.get $sum)
                  (i32x4.add
                    (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_s (local.get $a)) (i16x8.extend_low_i8x16_s (local.get $b)))
                    (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_s (local.get $a)) (i16x8.extend_high_i8x16_s (local.get $b))))))
              (local.set $k (i32.add (local.get $k) (i32.const 16)))
              (br_if $each_lane (i32.lt_u (local.get $k) (local.get $dimensions))))
            (i32.store (local.get $out)
              (i32.add
                (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
                (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))
            (local.set $out (i32.add (local.get $out) (i32.const 4)))
            (local.set $at (i32.add (local.get $at) (local.get $dimensions)))
            (local.set $q (i32.add (local.get $q) (i32.const 1)))
            (br $each_query)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $each_row)))))
