/* The cosigning rule: may two heads of one log that contradict each other both reach a quorum?
 *
 * One log shows two histories, A and B, to whom it likes, when it likes. Heads: 0 is the common
 * start; 1 and 2 grow on A; 3 and 4 grow on B. An honest mirror signs a head only if the last one
 * it signed is a prefix of it; it stores first and sends then, or never (it crashed, or the network
 * did). A liar signs anything. A line once sent is everybody's for good: what the log hides today
 * it may show tomorrow.
 *
 * Given from outside:
 *   N           mirrors, the first LIARS of which lie; at most 7
 *   LIARS       how many lie
 *   QUORUM      how many lines make a head count
 *   LOSSES      how many honest mirrors may lose their disk, once each, and start again from what
 *               all the others show ("recovering")
 *   SEND_FIRST  1: mirrors send before they store, as they must not
 *
 * The verifier looks at every order of events. It finds the assertion broken, or it never is.
 */

#define BIT(who)    (1 << (who))
#define ONE(set, k) (((set) >> (k)) & 1)
#define COUNT(set)  (ONE(set, 0) + ONE(set, 1) + ONE(set, 2) + ONE(set, 3) + ONE(set, 4) \
                     + ONE(set, 5) + ONE(set, 6))
#define ON_A(head)  (head == 1 || head == 2)
#define ON_B(head)  (head == 3 || head == 4)
#define FROZEN      5
#define GROWS(old, new) ((old == 0) || (old == 1 && new == 2) || (old == 3 && new == 4))

byte lines_a = 0;       /* who has signed a head on A */
byte lines_b = 0;       /* who has signed a head on B */
byte last[N] = 0;       /* the last head each honest mirror has stored as signed */
byte losses = LOSSES;

inline send(who, head) {
    if
    :: ON_A(head) -> lines_a = lines_a | BIT(who)
    :: ON_B(head) -> lines_b = lines_b | BIT(who)
    :: else
    fi;
    assert(!(COUNT(lines_a) >= QUORUM && COUNT(lines_b) >= QUORUM))
}

/* Store a head that the log offers and that grows from the last one. */
inline store(who, head) {
    GROWS(last[who], head) -> last[who] = head
}

/* A mirror that lost its disk asks all others which head they hold. Both histories shown: it has
 * evidence of the fork and never signs this log again. One: it goes on from there. */
inline recover(who) {
    k = 0; on_a = false; on_b = false;
    do
    :: k < N ->
        on_a = on_a || (k != who && ON_A(last[k]));
        on_b = on_b || (k != who && ON_B(last[k]));
        k++
    :: else -> break
    od;
    if
    :: on_a && on_b -> last[who] = FROZEN
    :: on_a && !on_b -> last[who] = 2
    :: on_b && !on_a -> last[who] = 4
    :: else -> last[who] = 0
    fi;
    k = 0; on_a = false; on_b = false
}

proctype Liar(byte me) {
end:
    do
    :: atomic { !ONE(lines_a, me) -> send(me, 1) }
    :: atomic { !ONE(lines_b, me) -> send(me, 3) }
    od
}

proctype Honest(byte me) {
    byte k = 0;
    bool on_a = false, on_b = false;
end:
    do
#if SEND_FIRST
    :: atomic { GROWS(last[me], 1) -> send(me, 1); if :: last[me] = 1 :: skip fi }
    :: atomic { GROWS(last[me], 3) -> send(me, 3); if :: last[me] = 3 :: skip fi }
#else
    :: atomic { store(me, 1) }
    :: atomic { store(me, 2) }
    :: atomic { store(me, 3) }
    :: atomic { store(me, 4) }
    :: atomic { ON_A(last[me]) && !ONE(lines_a, me) -> send(me, last[me]) }
    :: atomic { ON_B(last[me]) && !ONE(lines_b, me) -> send(me, last[me]) }
#endif
    :: atomic { losses > 0 && last[me] != 0 -> losses--; recover(me) }
    od
}

init {
    byte who = 0;
    atomic {
        do
        :: who < LIARS -> run Liar(who); who++
        :: who >= LIARS && who < N -> run Honest(who); who++
        :: who >= N -> break
        od
    }
}
