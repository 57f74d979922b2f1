// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What a study is made of, as data: which scenarios, trainees and runs, and the sums of everything
// its results depend on. Two files with equal descriptions belong together; where they are not
// equal, `difference` says in words why. Attempts are numbered in the order of the result: by
// scenario, trainee and run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/result.h"

namespace dryrun::study {

/// The largest numbers that are taken.
inline constexpr std::int64_t kMostRuns = 1'000'000;
inline constexpr std::int64_t kMostShards = 10'000;

struct ScenarioSum {
    std::string name;
    std::string sha256;  ///< of its canonical text, which is what an attempt holds
    std::string rubric;
    std::string rubric_sha256;
    friend bool operator==(const ScenarioSum&, const ScenarioSum&) = default;
};

struct TraineeSum {
    std::string name;
    std::string sha256;  ///< of the profile's bytes
    friend bool operator==(const TraineeSum&, const TraineeSum&) = default;
};

struct Description {
    std::string program;  ///< version
    int model_version = 0;
    std::string data_sha256;  ///< of the tables of body, tissue, needles and patient
    std::uint64_t seed = 0;
    std::int64_t runs = 0;
    std::vector<ScenarioSum> scenarios;  ///< sorted by name
    std::vector<TraineeSum> trainees;    ///< sorted by name
    friend bool operator==(const Description&, const Description&) = default;
};

/// Of `of` shards the `number`th, from 1: it does every `of`th attempt.
struct Shard {
    std::int64_t number = 1;
    std::int64_t of = 1;
    friend bool operator==(const Shard&, const Shard&) = default;
};

/// Which attempt a number stands for.
struct Place {
    std::size_t scenario = 0;
    std::size_t trainee = 0;
    std::int64_t run = 0;
};

std::size_t attempts_of(const Description& description);
Place place_of(const Description& description, std::size_t number);
/// How many a shard does, and of which number its nth is.
std::size_t attempts_of(const Description& description, const Shard& shard);
std::size_t number_in(const Shard& shard, std::size_t nth);

/// The seed of a run: the same for every trainee, another for every scenario (by its name), run and
/// study. Below 2^48, so that programs which keep numbers as doubles read it exactly.
std::uint64_t seed_of_run(std::uint64_t study_seed, const std::string& scenario, std::int64_t run);

/// 16 hexadecimal digits over what a line's score depends on but its seed: versions, tables,
/// scenario, rubric and trainee.
std::string basis_of(const Description& description, std::size_t scenario, std::size_t trainee);

Json to_json(const Description& description);
/// Reads the keys of `to_json`; the reader keeps the errors.
Description read_description(JsonReader& reader);

/// What differs first, in words: "runs: 20 in the file, 30 asked for". Empty where nothing does.
std::string difference(const Description& in_file, const Description& other,
                       const std::string& of_other);

}  // namespace dryrun::study
