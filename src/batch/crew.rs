//! Worker processes: each reads one document at a time, with a deadline and a memory limit, so that
//! a hang, an abort or a stack overflow costs one file.
//!
//! In: a [`Request`]. Out: the line that `keikaku worker` answered, or why it did not, such as
//! 「計画.pdf: no answer within 60 s」. A process that failed is replaced by a new one.

use super::Request;
use std::ffi::OsString;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How worker processes are started and how long they may take.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The program: this one.
    pub program: PathBuf,
    /// Its arguments, `worker` first.
    pub arguments: Vec<OsString>,
    /// Longest time for one document.
    pub deadline: Duration,
    /// Whether the run was asked to end: nobody waits for an answer then.
    pub stop: fn() -> bool,
}

/// How often a thread that waits for an answer looks whether the run was asked to end.
const LOOK: Duration = Duration::from_millis(100);

/// Why a worker gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum Lost {
    /// The process could not be started or spoken to.
    #[error("{name}: the worker process cannot be started: {error}")]
    Start {
        /// The document.
        name: String,
        /// What the operating system said.
        error: io::Error,
    },
    /// It took too long and was killed.
    #[error("{name}: no answer within {} s; the worker process was killed", deadline.as_secs_f32())]
    Late {
        /// The document.
        name: String,
        /// The time it had.
        deadline: Duration,
    },
    /// The run was asked to end before it answered.
    #[error("{name}: stopped")]
    Stopped {
        /// The document.
        name: String,
    },
    /// It ended in the middle of the work: out of memory, stack overflow.
    #[error("{name}: the worker process ended in the middle of the work ({status})")]
    Died {
        /// The document.
        name: String,
        /// How it ended.
        status: String,
    },
}

/// The worker processes that are idle; each thread takes one, asks, and gives it back.
#[derive(Debug)]
pub struct Crew {
    terms: Terms,
    idle: Mutex<Vec<Worker>>,
}

impl Crew {
    /// A crew without workers: they are started when needed.
    pub fn new(terms: Terms) -> Self {
        Self {
            terms,
            idle: Mutex::default(),
        }
    }

    /// The answer to `request`: one line with its line break.
    pub fn ask(&self, request: &Request) -> Result<String, Lost> {
        let name = request.name();
        let start = |error| Lost::Start {
            name: name.clone(),
            error,
        };
        let idle = self.lock().pop();
        let mut worker = match idle {
            Some(worker) => worker,
            None => Worker::start(&self.terms).map_err(start)?,
        };
        let mut line = serde_json::to_string(request).map_err(|e| start(e.into()))?;
        line.push('\n');
        // A process that died while idle shows only here: its document gets another.
        if worker.send(&line).is_err() {
            worker = Worker::start(&self.terms).map_err(start)?;
            if worker.send(&line).is_err() {
                let status = worker.status();
                return Err(Lost::Died { name, status });
            }
        }
        let asked = Instant::now();
        loop {
            let left = self.terms.deadline.saturating_sub(asked.elapsed());
            match worker.answers.recv_timeout(left.min(LOOK)) {
                Ok(answer) => {
                    self.lock().push(worker);
                    return Ok(answer);
                }
                Err(RecvTimeoutError::Timeout) if (self.terms.stop)() => {
                    return Err(Lost::Stopped { name });
                }
                Err(RecvTimeoutError::Timeout) if left.is_zero() => {
                    let deadline = self.terms.deadline;
                    return Err(Lost::Late { name, deadline });
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    let status = worker.status();
                    return Err(Lost::Died { name, status });
                }
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One process. It is killed when dropped.
#[derive(Debug)]
struct Worker {
    child: Child,
    requests: Option<ChildStdin>,
    answers: Receiver<String>,
}

impl Worker {
    fn start(terms: &Terms) -> io::Result<Self> {
        let mut command = Command::new(&terms.program);
        command
            .args(&terms.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        // Ctrl-C is for this process, which ends its workers itself.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let requests = child.stdin.take();
        let stdout = child
            .stdout
            .take()
            .ok_or_else(|| io::Error::other("it has no output"))?;
        let (sender, answers) = channel();
        // Ends with the process: its output is closed then.
        std::thread::spawn(move || {
            let mut lines = BufReader::new(stdout);
            let mut line = String::new();
            while lines.read_line(&mut line).is_ok_and(|n| n > 0) && line.ends_with('\n') {
                if sender.send(std::mem::take(&mut line)).is_err() {
                    break;
                }
            }
        });
        Ok(Self {
            child,
            requests,
            answers,
        })
    }

    fn send(&mut self, line: &str) -> io::Result<()> {
        let requests = self
            .requests
            .as_mut()
            .ok_or_else(|| io::Error::other("it has no input"))?;
        requests.write_all(line.as_bytes())?;
        requests.flush()
    }

    /// How the process ended.
    fn status(&mut self) -> String {
        self.requests = None;
        self.child
            .wait()
            .map_or_else(|error| error.to_string(), |status| status.to_string())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.requests = None;
        // An error means that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    fn crew(script: &str, deadline: Duration) -> Crew {
        Crew::new(Terms {
            program: "/bin/sh".into(),
            arguments: vec!["-c".into(), script.into()],
            deadline,
            stop: || false,
        })
    }

    #[test]
    fn a_worker_is_used_again() {
        let crew = crew(
            "n=0; while read line; do n=$((n+1)); echo $n; done",
            Duration::from_mins(1),
        );
        for expected in ["1\n", "2\n", "3\n"] {
            let answer = crew.ask(&Request::path("計画.txt")).expect("an answer");
            assert_eq!(answer, expected);
        }
    }

    #[test]
    fn a_hang_costs_one_document() {
        let crew = crew("read line; exec sleep 600", Duration::from_millis(50));
        let error = crew.ask(&Request::path("計画.txt")).expect_err("late");
        assert!(matches!(error, Lost::Late { .. }), "{error}");
        assert!(error.to_string().starts_with("計画.txt: "));
    }

    #[test]
    fn nobody_waits_when_the_run_is_asked_to_end() {
        let mut crew = crew("read line; exec sleep 600", Duration::from_mins(10));
        crew.terms.stop = || true;
        let error = crew.ask(&Request::path("計画.txt")).expect_err("stopped");
        assert!(matches!(error, Lost::Stopped { .. }), "{error}");
    }

    #[test]
    fn an_abort_costs_one_document() {
        let crew = crew("read line; kill -9 $$", Duration::from_mins(1));
        for _ in 0..2 {
            let error = crew.ask(&Request::path("計画.txt")).expect_err("died");
            assert!(matches!(error, Lost::Died { .. }), "{error}");
        }
    }

    #[test]
    fn half_an_answer_is_none() {
        let crew = crew("read line; printf half", Duration::from_mins(1));
        let error = crew.ask(&Request::path("計画.txt")).expect_err("died");
        assert!(matches!(error, Lost::Died { .. }), "{error}");
    }
}
