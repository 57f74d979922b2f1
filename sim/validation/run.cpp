// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Each person of a cohort is a job: the body is made once and asked by every study of the cohort.
// Jobs are taken in any order and write into their own places, which are read in the order of the
// people afterwards.
#include "validation/run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

namespace dryrun::validation {
namespace {

// Studies of the same people.
struct Group {
    std::vector<const Study*> studies;
    bool needs_atlas = false;
    bool needs_skeleton = false;
};

std::vector<Group> groups_of(const std::vector<Study>& studies) {
    std::vector<Group> groups;
    for (const Study& study : studies) {
        auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& one) {
            return are_same(one.studies.front()->cohort, study.cohort);
        });
        if (group == groups.end()) group = groups.insert(groups.end(), Group{});
        group->studies.push_back(&study);
        group->needs_atlas = group->needs_atlas || study.needs_atlas;
        group->needs_skeleton = group->needs_skeleton || study.needs_skeleton;
    }
    return groups;
}

// What all studies of a group find in one person.
struct Job {
    std::vector<Findings> findings;  ///< by study of the group
    anatomy::BodyParameters body;
    Status status;
};

Status do_job(const Tables& tables, const Group& group, std::uint64_t seed, Job& job) {
    job.body = draw_person(tables.people, group.studies.front()->cohort, seed);
    Subject subject;
    subject.body = job.body;
    subject.tables = &tables;
    std::shared_ptr<const anatomy::Atlas> atlas;
    std::optional<anatomy::Skeleton> skeleton;
    if (group.needs_atlas) {
        auto made = anatomy::Atlas::make(job.body, tables.anatomy);
        if (!made) return made.error();
        atlas = *made;
        subject.atlas = atlas.get();
    }
    if (group.needs_skeleton) {
        auto made = anatomy::make_skeleton(job.body, tables.skeleton);
        if (!made) return made.error();
        skeleton = std::move(*made);
        subject.skeleton = &*skeleton;
    }
    for (const Study* study : group.studies) {
        auto found = study->measure(subject);
        if (!found) return found.error();
        job.findings.push_back(std::move(*found));
    }
    return {};
}

constexpr auto kLook = std::chrono::milliseconds(50);

// Does all jobs on `threads` threads while the caller's thread tells of the progress.
bool do_jobs(const Tables& tables, const std::vector<Group>& groups, std::vector<Job>& jobs,
             const RunOptions& options) {
    const std::size_t each = static_cast<std::size_t>(options.subjects);
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> done{0};
    std::atomic<bool> is_stopped{false};
    const auto work = [&] {
        for (std::size_t i = next++; i < jobs.size() && !is_stopped; i = next++) {
            jobs[i].status = do_job(tables, groups[i / each], i % each + 1, jobs[i]);
            ++done;
        }
    };
    const int machine = static_cast<int>(std::thread::hardware_concurrency());
    const int threads = options.threads > 0 ? options.threads : std::max(machine, 1);
    std::vector<std::thread> workers;
    for (int i = 0; i < threads; ++i) workers.emplace_back(work);
    while (done < jobs.size() && !is_stopped) {
        if (options.go_on &&
            !options.go_on(static_cast<std::int64_t>(done), static_cast<std::int64_t>(jobs.size())))
            is_stopped = true;
        std::this_thread::sleep_for(kLook);
    }
    for (std::thread& worker : workers) worker.join();
    return !is_stopped;
}

// "clinical.V05" after "clinical.V04", "mechanics.V1" after all clinical ones.
bool is_before(const Outcome& a, const Outcome& b) {
    return a.what.id < b.what.id;
}

}  // namespace

Result<std::vector<Outcome>> run_studies(const std::vector<Study>& studies,
                                         const RunOptions& options) {
    const auto tables = read_tables();
    if (!tables) return tables.error();
    const std::vector<Group> groups = groups_of(studies);
    const std::size_t each = static_cast<std::size_t>(options.subjects);
    std::vector<Job> jobs(groups.size() * each);
    if (!do_jobs(*tables, groups, jobs, options)) return std::vector<Outcome>{};
    for (const Job& job : jobs) {
        if (!job.status.ok()) return job.status.error();
    }
    std::vector<Outcome> outcomes;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        for (std::size_t s = 0; s < groups[g].studies.size(); ++s) {
            Sample sample;
            for (std::size_t i = 0; i < each; ++i) {
                sample.bodies.push_back(jobs[g * each + i].body);
                sample.findings.push_back(std::move(jobs[g * each + i].findings[s]));
            }
            for (const StudyRow& row : groups[g].studies[s]->rows)
                outcomes.push_back(judge(row.what, row.summary(sample, row.column)));
        }
    }
    std::stable_sort(outcomes.begin(), outcomes.end(), is_before);
    return outcomes;
}

}  // namespace dryrun::validation
