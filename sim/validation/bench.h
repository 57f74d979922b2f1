// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Cases of mechanics: closed forms and measured behaviour that the bench's experiments (lab/lab.h)
// and the solvers behind them must give. A row is a request to the bench and where in its answer
// the figure stands, or a function where no experiment of the bench asks for it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "validation/case.h"

namespace dryrun::validation {

struct BenchCase {
    Case what;
    std::string request{};  ///< of the bench; empty where `measure` answers
    std::string pointer{};  ///< RFC 6901, into the answer
    std::function<Result<double>()> measure{};
};

/// In the order of their numbers.
std::vector<BenchCase> bench_cases();
/// Those whose whole id is one of these ("mechanics.V4"; "V4" alone is the clinical case).
std::vector<BenchCase> select(std::vector<BenchCase> cases, const std::vector<std::string>& ids);

/// Cases that share a request share its answer. `go_on` is told how many are done; false stops.
Result<std::vector<Outcome>> run_bench(const std::vector<BenchCase>& cases,
                                       const std::function<bool(int done, int total)>& go_on = {});

// By what they look at; another file adds a function here and a line in bench.cpp.
std::vector<BenchCase> solid_bench_cases();
std::vector<BenchCase> tissue_bench_cases();
std::vector<BenchCase> needle_bench_cases();
std::vector<BenchCase> needle_trial_cases();
std::vector<BenchCase> brick_bench_cases();
std::vector<BenchCase> finger_bench_cases();

/// A figure with a tolerance relative to it, both for the table and as numbers.
Case bench_case(const std::string& number, const std::string& quantity, const std::string& unit,
                double expected, double relative, const std::string& source);

}  // namespace dryrun::validation
