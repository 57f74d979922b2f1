// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "validation/bench.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "lab/lab.h"

namespace dryrun::validation {
namespace {

Result<double> read_answer(const BenchCase& one, std::map<std::string, Json>& answers) {
    if (one.measure) return one.measure();
    auto known = answers.find(one.request);
    if (known == answers.end()) {
        auto told = lab::run(one.request, one.what.id);
        if (!told) return told.error();
        known = answers.emplace(one.request, std::move(*told)).first;
    }
    const Json::json_pointer pointer(one.pointer);
    if (!known->second.contains(pointer) || !known->second[pointer].is_number())
        return Error{ErrorKind::Internal, "the bench's answer has no number at " + one.pointer,
                     one.what.id, ""};
    return known->second[pointer].get<double>();
}

}  // namespace

Case bench_case(const std::string& number, const std::string& quantity, const std::string& unit,
                double expected, double relative, const std::string& source) {
    Case what;
    what.id = "mechanics." + number;
    what.quantity = quantity;
    what.unit = unit;
    what.expected = significant_text(expected);
    const double off = relative * std::fabs(expected);
    what.tolerance = {expected - off, expected + off};
    what.source = source;
    return what;
}

std::vector<BenchCase> bench_cases() {
    std::vector<BenchCase> all = tissue_bench_cases();
    for (BenchCase& one : solid_bench_cases()) all.push_back(std::move(one));
    for (BenchCase& one : brick_bench_cases()) all.push_back(std::move(one));
    for (BenchCase& one : finger_bench_cases()) all.push_back(std::move(one));
    for (BenchCase& one : needle_bench_cases()) all.push_back(std::move(one));
    for (BenchCase& one : needle_trial_cases()) all.push_back(std::move(one));
    const auto number_of = [](const BenchCase& one) {
        const std::string& id = one.what.id;  // "mechanics.V12"
        return std::pair(std::string_view("VPF").find(id[10]), std::stoi(id.substr(11)));
    };
    std::stable_sort(all.begin(), all.end(), [&](const BenchCase& a, const BenchCase& b) {
        return number_of(a) < number_of(b);
    });
    return all;
}

std::vector<BenchCase> select(std::vector<BenchCase> cases, const std::vector<std::string>& ids) {
    std::erase_if(cases, [&](const BenchCase& one) {
        return std::none_of(ids.begin(), ids.end(),
                            [&](const std::string& id) { return one.what.id == id; });
    });
    return cases;
}

Result<std::vector<Outcome>> run_bench(const std::vector<BenchCase>& cases,
                                       const std::function<bool(int done, int total)>& go_on) {
    std::vector<Outcome> outcomes;
    std::map<std::string, Json> answers;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        if (go_on && !go_on(static_cast<int>(i), static_cast<int>(cases.size())))
            return std::vector<Outcome>{};
        const auto value = read_answer(cases[i], answers);
        if (!value) return value.error();
        Measured measured;
        measured.value = *value;
        outcomes.push_back(judge(cases[i].what, measured));
    }
    return outcomes;
}

}  // namespace dryrun::validation
