//! Parallel work whose results come out in input order, in bounded memory.
//!
//! Workers take the inputs in order and may be twice their number ahead of what has been emitted, and
//! further while the results that wait are small: behind a long plan, short ones are read meanwhile. A
//! worker that is further ahead waits. A panic in one input stays with that input.

use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};
use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Stack of a worker: nested text must not overflow it.
const STACK_BYTES: usize = 16 << 20;

/// Inputs for each worker that may wait to be emitted, however small their results are.
const AHEAD: usize = 64;
/// Bytes of results above which no worker goes further ahead than it must.
const HELD: usize = 16 << 20;

/// The work on one input panicked; holds the panic's message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("internal error: {0}")]
pub struct Panicked(pub String);

/// Where the run stands.
struct State<N: Iterator, T> {
    /// Inputs nobody has taken.
    inputs: N,
    /// Number of inputs that were taken.
    taken: usize,
    /// Number of inputs whose results were emitted.
    emitted: usize,
    /// Inputs whose results wait for their turn.
    ready: BTreeMap<usize, (N::Item, Result<T, Panicked>)>,
    /// Bytes of those results.
    held: usize,
    /// The emitter gave up.
    stopped: bool,
}

struct Shared<N: Iterator, T> {
    state: Mutex<State<N, T>>,
    /// Signalled when a result is ready.
    arrived: Condvar,
    /// Signalled when a result was emitted, or the run stopped.
    advanced: Condvar,
}

impl<N: Iterator, T> Shared<N, T> {
    fn lock(&self) -> MutexGuard<'_, State<N, T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stop(&self) {
        self.lock().stopped = true;
        self.advanced.notify_all();
    }
}

/// Releases waiting workers however the emitter ends.
struct StopOnDrop<'a, N: Iterator, T>(&'a Shared<N, T>);

impl<N: Iterator, T> Drop for StopOnDrop<'_, N, T> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// Calls `work` on every input with `jobs` threads, and `emit` on the calling thread with each
/// input and its result, in input order. Stops at the first error of `emit`.
pub fn run<I, T, E>(
    inputs: impl IntoIterator<Item = I, IntoIter: ExactSizeIterator + Send>,
    jobs: usize,
    work: impl Fn(&I) -> T + Sync,
    emit: impl FnMut(&I, Result<T, Panicked>) -> Result<(), E>,
) -> Result<(), E>
where
    I: Send,
    T: Send,
    E: From<ThreadPoolBuildError>,
{
    run_ahead(inputs, jobs, work, |_| HELD, emit)
}

/// Like [`run`], for results whose size in bytes is known: while they are small, more of them may wait.
pub fn run_ahead<I, T, E>(
    inputs: impl IntoIterator<Item = I, IntoIter: ExactSizeIterator + Send>,
    jobs: usize,
    work: impl Fn(&I) -> T + Sync,
    bytes: impl Fn(&T) -> usize + Sync,
    mut emit: impl FnMut(&I, Result<T, Panicked>) -> Result<(), E>,
) -> Result<(), E>
where
    I: Send,
    T: Send,
    E: From<ThreadPoolBuildError>,
{
    let inputs = inputs.into_iter();
    let count = inputs.len();
    let jobs = jobs.clamp(1, count.max(1));
    let pool = ThreadPoolBuilder::new()
        .num_threads(jobs)
        .stack_size(STACK_BYTES)
        .build()?;
    let shared = Shared {
        state: Mutex::new(State {
            inputs,
            taken: 0,
            emitted: 0,
            ready: BTreeMap::new(),
            held: 0,
            stopped: false,
        }),
        arrived: Condvar::new(),
        advanced: Condvar::new(),
    };
    pool.in_place_scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|_| work_on(&shared, jobs, &work, &bytes));
        }
        let _guard = StopOnDrop(&shared);
        for index in 0..count {
            let mut state = shared.lock();
            let (input, result) = loop {
                if let Some(ready) = state.ready.remove(&index) {
                    break ready;
                }
                state = shared
                    .arrived
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
            };
            state.emitted = index + 1;
            state.held -= weight(&result, &bytes);
            drop(state);
            shared.advanced.notify_all();
            emit(&input, result)?;
        }
        Ok(())
    })
}

/// What a result counts towards [`HELD`].
fn weight<T>(result: &Result<T, Panicked>, bytes: &impl Fn(&T) -> usize) -> usize {
    result.as_ref().map_or(0, bytes).min(HELD)
}

/// One worker: takes inputs in order until there are none left.
fn work_on<N: Iterator, T>(
    shared: &Shared<N, T>,
    jobs: usize,
    work: &impl Fn(&N::Item) -> T,
    bytes: &impl Fn(&T) -> usize,
) {
    loop {
        let mut state = shared.lock();
        let Some(input) = state.inputs.next() else {
            return;
        };
        let index = state.taken;
        state.taken += 1;
        let too_far = |state: &State<N, T>| {
            let ahead = index - state.emitted;
            ahead >= jobs * 2 && (ahead >= jobs * AHEAD || state.held >= HELD)
        };
        while !state.stopped && too_far(&state) {
            state = shared
                .advanced
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if state.stopped {
            return;
        }
        drop(state);
        let result = catch(|| work(&input));
        let mut state = shared.lock();
        state.held += weight(&result, bytes);
        state.ready.insert(index, (input, result));
        drop(state);
        shared.arrived.notify_one();
    }
}

/// The result of `work`, or what its panic said.
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| Panicked(message(payload.as_ref())))
}

/// What a panic said.
fn message(payload: &(dyn Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "unknown panic".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Panicked, run, run_ahead};
    use rayon::ThreadPoolBuildError;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[derive(Debug)]
    enum Stop {
        Pool,
        Enough,
    }

    impl From<ThreadPoolBuildError> for Stop {
        fn from(_: ThreadPoolBuildError) -> Self {
            Self::Pool
        }
    }

    #[test]
    fn results_come_in_input_order_and_a_panic_stays_with_its_input() {
        for jobs in [1, 2, 7] {
            let mut seen = Vec::new();
            run(
                0..50_u32,
                jobs,
                |&i| {
                    std::thread::sleep(Duration::from_micros(u64::from(50 - i) * 20));
                    assert!(i != 3, "input {i} is broken");
                    i * 2
                },
                |&i, result| {
                    seen.push((i, result));
                    Ok::<(), Stop>(())
                },
            )
            .unwrap();
            let expected: Vec<_> = (0..50)
                .map(|i| {
                    let panicked = Panicked("input 3 is broken".to_owned());
                    (i, if i == 3 { Err(panicked) } else { Ok(i * 2) })
                })
                .collect();
            assert_eq!(seen, expected);
        }
    }

    #[test]
    fn workers_do_not_run_far_ahead() {
        let started = AtomicUsize::new(0);
        let mut emitted = 0;
        run(
            0..100_usize,
            2,
            |_| started.fetch_add(1, Ordering::SeqCst),
            |_, _| {
                emitted += 1;
                std::thread::sleep(Duration::from_micros(200));
                assert!(started.load(Ordering::SeqCst) <= emitted + 4);
                Ok::<(), Stop>(())
            },
        )
        .unwrap();
        assert_eq!(emitted, 100);
    }

    #[test]
    fn behind_a_slow_input_small_results_are_made_meanwhile() {
        let made = AtomicUsize::new(0);
        let ahead_of_first = |bytes: usize| {
            made.store(0, Ordering::SeqCst);
            let mut ahead = 0;
            run_ahead(
                0..100_usize,
                2,
                |&i| {
                    if i == 0 {
                        std::thread::sleep(Duration::from_millis(50));
                    }
                    made.fetch_add(1, Ordering::SeqCst);
                },
                |()| bytes,
                |&i, _| {
                    if i == 0 {
                        ahead = made.load(Ordering::SeqCst);
                    }
                    Ok::<(), Stop>(())
                },
            )
            .unwrap();
            ahead
        };
        assert!(ahead_of_first(10) > 4);
        // Large results do not pile up.
        assert!(ahead_of_first(usize::MAX) <= 6);
    }

    #[test]
    fn the_run_stops_when_the_emitter_gives_up() {
        let result = run(
            0..1000_usize,
            2,
            |&i| i,
            |&i, _| if i == 5 { Err(Stop::Enough) } else { Ok(()) },
        );
        assert!(matches!(result, Err(Stop::Enough)));
    }
}
