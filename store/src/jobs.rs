//! Work that the program does by itself: written with the act that it follows, taken by one worker at a time, tried again
//! where it failed, and kept where it was given up.

use domain::{
    id::JobId,
    job::{Job, JobKind},
    subject::Subject,
};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};

use super::{Connection, Store, StoreError, execute, time};

/// A job that somebody has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub id: JobId,
    pub job: Job,
    /// This try among them.
    pub tries: u32,
}

/// How a job ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// For the screen.
    pub words: String,
    /// Whether nothing is to be done about it.
    pub is_good: bool,
}

/// How a kind of jobs ended the last time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastOutcome {
    pub kind: JobKind,
    pub ended_at: jiff::Timestamp,
    pub outcome: Outcome,
}

/// A job that is not tried any more until somebody says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadJob {
    pub id: JobId,
    pub job: Job,
    pub tries: u32,
    /// Of the last try.
    pub fault: String,
    pub made_at: jiff::Timestamp,
}

/// How many jobs wait and how many are under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    pub waiting: u64,
    pub under_way: u64,
}

/// What may be taken: it waits, or whoever took it did not end in time.
const DUE: &str = "((state = 'waiting' AND due_at <= $3) OR (state = 'under_way' AND taken_until < $3))";

fn subject_values(job: Job) -> (Value, Value) {
    let about = job.about;
    (about.map_or("", Subject::kind).into(), about.map_or(0, Subject::number).into())
}

/// Writes a job down, to be done from this moment on. The same that waits already stays as it is.
pub async fn add(
    connection: &impl Connection,
    job: Job,
    due_at: jiff::Timestamp,
    now: jiff::Timestamp,
) -> Result<(), StoreError> {
    let (kind, number) = subject_values(job);
    let sql = "INSERT INTO jobs (kind, subject_kind, subject_number, state, due_at, made_at) \
               VALUES ($1, $2, $3, 'waiting', $4, $5) \
               ON CONFLICT (kind, subject_kind, subject_number) WHERE state = 'waiting' DO NOTHING";
    let (due_at, now) = (due_at.as_millisecond(), now.as_millisecond());
    execute(connection, sql, [job.kind.code().into(), kind, number, due_at.into(), now.into()]).await?;
    Ok(())
}

impl Store {
    /// Takes the job that has been due longest, for this worker until that moment: one that waits, or that whoever took it
    /// did not end in time. No two workers get the same one.
    pub async fn take_job(
        &self,
        worker: &str,
        now: jiff::Timestamp,
        until: jiff::Timestamp,
    ) -> Result<Option<Taken>, StoreError> {
        let backend = self.connection.get_database_backend();
        // Mostly there is none, and nobody who writes is to wait for that answer.
        let sql = format!("SELECT id FROM jobs WHERE {DUE} LIMIT 1").replace("$3", "$1");
        let due = Statement::from_sql_and_values(backend, sql, [now.as_millisecond().into()]);
        if self.connection.query_one_raw(due).await?.is_none() {
            return Ok(None);
        }
        let _guard = match &self.writer {
            Some(writer) => Some(writer.lock().await),
            None => None,
        };
        let skipping = if backend == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
        let sql = format!(
            "UPDATE jobs SET state = 'under_way', taken_by = $1, taken_until = $2, tries = tries + 1 \
             WHERE id = (SELECT id FROM jobs WHERE {DUE} ORDER BY due_at, id LIMIT 1 {skipping}) \
             RETURNING id, kind, subject_kind, subject_number, tries"
        );
        let values = [worker.into(), until.as_millisecond().into(), now.as_millisecond().into()];
        let statement = Statement::from_sql_and_values(backend, sql, values);
        let row = self.connection.query_one_raw(statement).await?;
        row.map(|row| taken_of(&row)).transpose()
    }

    /// The worker goes on with a job until that moment; `false` where it is not its any more.
    pub async fn keep_job(
        &self,
        taken: &Taken,
        worker: &str,
        until: jiff::Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE jobs SET taken_until = $1 WHERE id = $2 AND state = 'under_way' AND taken_by = $3";
        let values = [until.as_millisecond().into(), taken.id.0.into(), worker.into()];
        Ok(self.write_alone(sql, values).await? > 0)
    }

    /// A job is done: it goes, and how it ended is kept.
    pub async fn end_job(
        &self,
        taken: &Taken,
        worker: &str,
        outcome: &Outcome,
        now: jiff::Timestamp,
    ) -> Result<(), StoreError> {
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        let sql = "DELETE FROM jobs WHERE id = $1 AND taken_by = $2";
        execute(connection, sql, [taken.id.0.into(), worker.into()]).await?;
        keep_outcome(connection, taken.job.kind, outcome, now).await?;
        // Pages tell of it; what follows every text that is saved is no news to anybody.
        match taken.job.kind {
            JobKind::FindNear => transaction.commit_unseen().await,
            _ => transaction.commit().await,
        }
    }

    /// A job failed: it waits for its next try, or is given up where there is none.
    pub async fn fail_job(
        &self,
        taken: &Taken,
        worker: &str,
        fault: &str,
        next: Option<jiff::Timestamp>,
        now: jiff::Timestamp,
    ) -> Result<(), StoreError> {
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        match next {
            Some(next) => put_back(connection, taken, worker, Some(fault), next).await?,
            None => {
                let sql = "UPDATE jobs SET state = 'dead', fault = $1, taken_by = NULL, taken_until = NULL \
                           WHERE id = $2 AND taken_by = $3";
                execute(connection, sql, [fault.into(), taken.id.0.into(), worker.into()]).await?;
                let outcome = Outcome { words: fault.to_owned(), is_good: false };
                keep_outcome(connection, taken.job.kind, &outcome, now).await?;
            }
        }
        transaction.commit().await
    }

    /// A job goes back as it was before this try: whoever took it ends before it is done.
    pub async fn give_job_back(
        &self,
        taken: &Taken,
        worker: &str,
        now: jiff::Timestamp,
    ) -> Result<(), StoreError> {
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        let sql = "UPDATE jobs SET tries = tries - 1 WHERE id = $1 AND taken_by = $2";
        execute(connection, sql, [taken.id.0.into(), worker.into()]).await?;
        put_back(connection, taken, worker, None, now).await?;
        transaction.commit_unseen().await
    }

    /// Writes down what is due by itself since this moment, once for each, whichever process comes first. The first time
    /// nothing is due yet: the program has just come to this database.
    pub async fn schedule_job(
        &self,
        kind: JobKind,
        due: jiff::Timestamp,
        now: jiff::Timestamp,
    ) -> Result<bool, StoreError> {
        let known = last_time(&self.connection, kind).await?;
        if known.is_some_and(|known| due <= known) {
            return Ok(false);
        }
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        let known = last_time(connection, kind).await?;
        if known.is_some_and(|known| due <= known) {
            return Ok(false);
        }
        let sql = "INSERT INTO job_times (kind, due_at) VALUES ($1, $2) \
                   ON CONFLICT (kind) DO UPDATE SET due_at = excluded.due_at";
        execute(connection, sql, [kind.code().into(), due.as_millisecond().into()]).await?;
        if known.is_some() {
            add(connection, Job::of(kind), due, now).await?;
        }
        transaction.commit_unseen().await?;
        Ok(known.is_some())
    }

    async fn write_alone<const N: usize>(&self, sql: &str, values: [Value; N]) -> Result<u64, StoreError> {
        let _guard = match &self.writer {
            Some(writer) => Some(writer.lock().await),
            None => None,
        };
        execute(&self.connection, sql, values).await
    }
}

/// A job waits again; where the same waits already, this one has come to nothing.
async fn put_back(
    connection: &impl Connection,
    taken: &Taken,
    worker: &str,
    fault: Option<&str>,
    due: jiff::Timestamp,
) -> Result<(), StoreError> {
    let (kind, number) = subject_values(taken.job);
    let sql = "DELETE FROM jobs WHERE id = $1 AND taken_by = $2 AND EXISTS (SELECT 1 FROM jobs AS other \
               WHERE other.kind = $3 AND other.subject_kind = $4 AND other.subject_number = $5 \
               AND other.state = 'waiting')";
    let values = [taken.id.0.into(), worker.into(), taken.job.kind.code().into(), kind, number];
    execute(connection, sql, values).await?;
    let sql = "UPDATE jobs SET state = 'waiting', due_at = $1, fault = COALESCE($2, fault), taken_by = NULL, \
               taken_until = NULL WHERE id = $3 AND taken_by = $4";
    let fault: Value = fault.map(str::to_owned).into();
    execute(connection, sql, [due.as_millisecond().into(), fault, taken.id.0.into(), worker.into()]).await?;
    Ok(())
}

async fn keep_outcome(
    connection: &impl Connection,
    kind: JobKind,
    outcome: &Outcome,
    now: jiff::Timestamp,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO job_outcomes (kind, ended_at, words, is_good) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (kind) DO UPDATE SET ended_at = excluded.ended_at, words = excluded.words, \
               is_good = excluded.is_good";
    let (words, is_good) = (outcome.words.clone(), i32::from(outcome.is_good));
    let values = [kind.code().into(), now.as_millisecond().into(), words.into(), is_good.into()];
    execute(connection, sql, values).await?;
    Ok(())
}

async fn last_time(
    connection: &impl Connection,
    kind: JobKind,
) -> Result<Option<jiff::Timestamp>, StoreError> {
    let sql = "SELECT due_at FROM job_times WHERE kind = $1";
    let backend = connection.get_database_backend();
    let row =
        connection.query_one_raw(Statement::from_sql_and_values(backend, sql, [kind.code().into()])).await?;
    row.map(|row| time("job_times", 0, row.try_get_by_index(0)?)).transpose()
}

fn job_of(row: &QueryResult) -> Result<(JobId, Job), StoreError> {
    let id: i64 = row.try_get("", "id")?;
    let (kind, about, number): (String, String, i64) =
        (row.try_get("", "kind")?, row.try_get("", "subject_kind")?, row.try_get("", "subject_number")?);
    let unknown = |what: &str| StoreError::broken("jobs", id, format!("不认得“{what}”"));
    let about = match about.as_str() {
        "" => None,
        code => Some(Subject::from_parts(code, number).ok_or_else(|| unknown(code))?),
    };
    let kind = JobKind::from_code(&kind).ok_or_else(|| unknown(&kind))?;
    Ok((JobId(id), Job { kind, about }))
}

fn tries_of(row: &QueryResult) -> Result<u32, StoreError> {
    let tries: i32 = row.try_get("", "tries")?;
    Ok(tries.unsigned_abs())
}

fn taken_of(row: &QueryResult) -> Result<Taken, StoreError> {
    let (id, job) = job_of(row)?;
    Ok(Taken { id, job, tries: tries_of(row)? })
}

/// The jobs that are not tried any more, the oldest first.
pub async fn dead(connection: &impl Connection) -> Result<Vec<DeadJob>, StoreError> {
    dead_from(connection, "ORDER BY id LIMIT 200", []).await
}

/// What a job that was given up is; `None` where there is none of this number.
pub async fn find_dead(connection: &impl Connection, id: JobId) -> Result<Option<DeadJob>, StoreError> {
    Ok(dead_from(connection, "AND id = $1", [id.0.into()]).await?.pop())
}

async fn dead_from<const N: usize>(
    connection: &impl Connection,
    which: &str,
    values: [Value; N],
) -> Result<Vec<DeadJob>, StoreError> {
    let sql = format!(
        "SELECT id, kind, subject_kind, subject_number, tries, fault, made_at FROM jobs WHERE state = 'dead' {which}"
    );
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let rows = connection.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| {
            let (id, job) = job_of(row)?;
            let fault: Option<String> = row.try_get("", "fault")?;
            let made_at = time("jobs", id.0, row.try_get("", "made_at")?)?;
            Ok(DeadJob { id, job, tries: tries_of(row)?, fault: fault.unwrap_or_default(), made_at })
        })
        .collect()
}

/// How many were given up.
pub async fn count_dead(connection: &impl Connection) -> Result<u64, StoreError> {
    count(connection, "dead").await
}

/// How many wait and are under way.
pub async fn pending(connection: &impl Connection) -> Result<Pending, StoreError> {
    Ok(Pending {
        waiting: count(connection, "waiting").await?,
        under_way: count(connection, "under_way").await?,
    })
}

async fn count(connection: &impl Connection, state: &str) -> Result<u64, StoreError> {
    let sql = "SELECT COUNT(*) FROM jobs WHERE state = $1";
    let backend = connection.get_database_backend();
    let row = connection.query_one_raw(Statement::from_sql_and_values(backend, sql, [state.into()])).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(count.unsigned_abs())
}

/// How each kind ended the last time; what an older or newer program did is left out.
pub async fn outcomes(connection: &impl Connection) -> Result<Vec<LastOutcome>, StoreError> {
    let sql = "SELECT kind, ended_at, words, is_good FROM job_outcomes ORDER BY kind";
    let rows =
        connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await?;
    let mut outcomes = Vec::new();
    for row in rows {
        let kind: String = row.try_get("", "kind")?;
        let Some(kind) = JobKind::from_code(&kind) else { continue };
        let is_good: i32 = row.try_get("", "is_good")?;
        outcomes.push(LastOutcome {
            kind,
            ended_at: time("job_outcomes", 0, row.try_get("", "ended_at")?)?,
            outcome: Outcome { words: row.try_get("", "words")?, is_good: is_good != 0 },
        });
    }
    Ok(outcomes)
}

/// A job that was given up waits again, with all of its tries.
pub async fn retry(
    connection: &impl Connection,
    job: &DeadJob,
    now: jiff::Timestamp,
) -> Result<(), StoreError> {
    drop_dead(connection, job.id).await?;
    add(connection, job.job, now, now).await
}

/// A job that was given up goes for good.
pub async fn drop_dead(connection: &impl Connection, id: JobId) -> Result<(), StoreError> {
    execute(connection, "DELETE FROM jobs WHERE id = $1 AND state = 'dead'", [id.0.into()]).await?;
    Ok(())
}
