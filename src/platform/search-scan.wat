;; A query beside rows of vectors: int8 rows, an int16 query, 8 lanes at a time, four rows side by side.
;; `width` is a multiple of 8, `count` of 4.
(module
  (memory (export "memory") 1 65536)

  ;; out[i] = factor * scales[i] * (row i . query), as f32. Answers how many fours of rows reach the limit with any of
  ;; theirs; `fours` names their first rows.
  (func (export "scan")
    (param $row i32) (param $scales i32) (param $count i32)
    (param $query i32) (param $width i32) (param $factor f32) (param $out i32)
    (param $limit f32) (param $fours i32) (result i32)
    (local $i i32) (local $found i32) (local $k i32) (local $at0 i32) (local $at1 i32) (local $at2 i32) (local $at3 i32) (local $q v128)
    (local $sum0 v128) (local $sum1 v128) (local $sum2 v128) (local $sum3 v128) (local $x v128) (local $y v128)
    (local.set $found (local.get $fours))
    (block $done
      (loop $each_four
        (br_if $done (i32.ge_u (local.get $i) (local.get $count)))
        (local.set $at0 (local.get $row))
        (local.set $at1 (i32.add (local.get $at0) (local.get $width)))
        (local.set $at2 (i32.add (local.get $at1) (local.get $width)))
        (local.set $at3 (i32.add (local.get $at2) (local.get $width)))
        (local.set $row (i32.add (local.get $at3) (local.get $width)))
        (local.set $sum0 (v128.const i32x4 0 0 0 0))
        (local.set $sum1 (v128.const i32x4 0 0 0 0))
        (local.set $sum2 (v128.const i32x4 0 0 0 0))
        (local.set $sum3 (v128.const i32x4 0 0 0 0))
        (local.set $k (local.get $query))
        (loop $lanes
          (local.set $q (v128.load (local.get $k)))
          (local.set $sum0
            (i32x4.add (local.get $sum0) (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s (local.get $at0)))))
          (local.set $sum1
            (i32x4.add (local.get $sum1) (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s (local.get $at1)))))
          (local.set $sum2
            (i32x4.add (local.get $sum2) (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s (local.get $at2)))))
          (local.set $sum3
            (i32x4.add (local.get $sum3) (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s (local.get $at3)))))
          (local.set $k (i32.add (local.get $k) (i32.const 16)))
          (local.set $at0 (i32.add (local.get $at0) (i32.const 8)))
          (local.set $at1 (i32.add (local.get $at1) (i32.const 8)))
          (local.set $at2 (i32.add (local.get $at2) (i32.const 8)))
          (local.set $at3 (i32.add (local.get $at3) (i32.const 8)))
          (br_if $lanes (i32.lt_u (local.get $at3) (local.get $row))))
        ;; The four sums' lanes are transposed and added, so that lane n holds the inner product of row n.
        (local.set $x
          (i32x4.add
            (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $sum0) (local.get $sum1))
            (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $sum0) (local.get $sum1))))
        (local.set $y
          (i32x4.add
            (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $sum2) (local.get $sum3))
            (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $sum2) (local.get $sum3))))
        (local.set $x
          (f32x4.mul
            (f32x4.mul (f32x4.splat (local.get $factor)) (v128.load (local.get $scales)))
            (f32x4.convert_i32x4_s
              (i32x4.add
                (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $x) (local.get $y))
                (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $x) (local.get $y))))))
        (v128.store (local.get $out) (local.get $x))
        (if (v128.any_true (f32x4.ge (local.get $x) (f32x4.splat (local.get $limit))))
          (then
            (i32.store (local.get $found) (local.get $i))
            (local.set $found (i32.add (local.get $found) (i32.const 4)))))
        (local.set $scales (i32.add (local.get $scales) (i32.const 16)))
        (local.set $out (i32.add (local.get $out) (i32.const 16)))
        (local.set $i (i32.add (local.get $i) (i32.const 4)))
        (br $each_four)))
    (i32.shr_u (i32.sub (local.get $found) (local.get $fours)) (i32.const 2))))
