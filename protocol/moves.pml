/* What the scripts of the Redis store do (docs/decisions/030): markers are made when a load is kept, and what moved is
 * remembered a second time, in the record of moves. Marker and record may be evicted at any time. What a server does that
 * comes back with older data is in invalidation.pml.
 *
 *   spin -DCASE=9 -a moves.pml && gcc -O2 -DSAFETY -DCOLLAPSE -o pan pan.c && ./pan               README.md tells more
 *
 * A tag, and two keys: key 0 carries exactly the tag, key 1 one below it. A value is the version of the row that a load
 * read. `acked` is the newest version whose invalidation had returned, for each key: an exact one is none for key 1.
 */
#ifndef CASE
#define CASE 9
#endif
#ifndef MUTANT
#define MUTANT 0
#endif

byte db, acked[2];
byte inc = 1, seq = 1;
bool m_has, r_has, e_has[2];
byte m_inc, m_below, m_exact;              /* the marker of the tag: when it moved with all below it, when exactly it */
byte r_inc, r_floor, r_below, r_exact;     /* the record of moves */
byte e_inc[2], e_number[2], e_val[2];

#define MAX(a, b) (a > b -> a : b)
#define MARKED (m_has && m_inc == inc)
#define BELOW  MAX(r_below, r_floor)
#define EXACT  MAX(r_exact, r_floor)
#define VALID(k) (e_has[k] && e_inc[k] == inc && (MARKED || MUTANT == 96) && m_below <= e_number[k] && \
                  (k == 1 || m_exact <= e_number[k]))

inline look() {                            /* a record that is lost is made with a floor that no move before exceeds */
  if :: !(r_has && r_inc == inc) ->
          r_has = true; r_inc = inc; r_below = 0; r_exact = 0; r_floor = (MUTANT == 91 -> 0 : seq)
     :: else fi }

inline keep(k, number, of_inc, value) {
  atomic {
    if :: of_inc == inc && !(e_has[k] && e_inc[k] == inc && e_number[k] > number) ->
          if :: MARKED -> may = m_below <= number && (k == 1 || m_exact <= number)
             :: else -> look(); may = MUTANT == 93 || (BELOW <= number && (k == 1 || EXACT <= number)) fi;
          if :: may ->
                if :: !MARKED -> m_has = true; m_inc = inc; m_below = (MUTANT == 94 -> 0 : number);
                                 m_exact = (MUTANT == 92 -> 0 : EXACT)
                   :: else fi;
                e_has[k] = true; e_inc[k] = inc; e_number[k] = number; e_val[k] = value
             :: else fi
       :: else fi;
    may = false } }

inline invalidate(v, is_exact) {
  atomic {
    seq++;
    if :: MARKED -> if :: is_exact -> m_exact = seq :: else -> m_below = seq fi :: else fi;
    if :: MUTANT == 95 && MARKED -> skip
       :: else -> look(); if :: is_exact -> r_exact = seq :: else -> r_below = seq fi fi };
  atomic {
    if :: v > acked[0] -> acked[0] = v :: else fi;
    if :: !is_exact && v > acked[1] -> acked[1] = v :: else fi } }

proctype Reader(byte reads) {
  byte k, floor, v, number, of_inc; bool done, may;
  do
    :: reads > 0 ->
       if :: k = 0 :: k = 1 fi;
       floor = acked[k];
       atomic { seq++; number = seq; of_inc = inc; done = VALID(k); if :: done -> v = e_val[k] :: else fi };
       if :: !done -> v = db; keep(k, number, of_inc, v) :: else fi;
       atomic { assert(v >= floor); reads--; k = 0; floor = 0; v = 0; number = 0; of_inc = 0; done = false }
    :: else -> break
  od }

proctype Writer(byte writes) {
  byte v; bool is_exact;
  do
    :: writes > 0 ->
       atomic { db++; v = db; writes--; if :: is_exact = true :: is_exact = false fi };
       invalidate(v, is_exact)
    :: else -> break
  od }

proctype Evict() {
  if :: m_has = false :: skip fi;
  if :: r_has = false :: skip fi }

init { atomic { run Writer(2); run Reader(2); run Reader(1); run Evict() } }
