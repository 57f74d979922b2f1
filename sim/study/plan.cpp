// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "study/plan.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "core/file.h"
#include "core/hash.h"
#include "session/session.h"

namespace dryrun::study {
namespace {

namespace fs = std::filesystem;

// Of the tables in assets that a session reads by itself. Scenarios, rubrics and profiles are not
// of them: those of the study have sums of their own, and others do not matter.
Result<std::string> sum_of_tables() {
    const std::set<std::string> of_their_own = {"scenarios", "rubrics", "trainees"};
    const fs::path assets = assets_folder();
    std::vector<std::string> files;
    std::error_code problem;
    for (fs::recursive_directory_iterator at(assets, problem), end; !problem && at != end;
         at.increment(problem)) {
        const fs::path below = at->path().lexically_relative(assets);
        if (of_their_own.count(below.begin()->string()) == 0 && below.extension() == ".json")
            files.push_back(below.string());
    }
    if (problem) return bad_input(assets.string(), "cannot be read: " + problem.message());
    std::sort(files.begin(), files.end());
    Sha256 sum;
    for (const std::string& file : files) {
        const Result<std::string> text = read_file(assets / file);
        if (!text) return text.error();
        sum.add(file + ' ' + sha256_hex(*text) + '\n');
    }
    return sum.hex();
}

Status read_scenarios(const Request& request, Plan& plan) {
    for (const std::string& name : request.scenarios) {
        auto scenario = scenario::read_scenario(name);
        if (!scenario) return scenario.error();
        auto rubric = scoring::read_rubric(scenario->rubric);
        if (!rubric) return rubric.error();
        plan.scenarios.push_back({std::move(*scenario), std::move(*rubric)});
    }
    const auto name_of = [](const MarkedScenario& one) { return one.scenario.name; };
    std::ranges::sort(plan.scenarios, {}, name_of);
    const auto twice = std::ranges::adjacent_find(plan.scenarios, {}, name_of);
    if (twice != plan.scenarios.end())
        return bad_input(name_of(*twice), "this scenario's name stands twice in the study",
                         "a line of the result names its scenario by it");
    for (const MarkedScenario& one : plan.scenarios)
        plan.description.scenarios.push_back(
            {one.scenario.name, sha256_hex(one.scenario.text), one.rubric.name, one.rubric.sha256});
    return {};
}

Status read_trainees(const Request& request, Plan& plan) {
    for (const std::string& name : request.trainees) {
        auto profile = trainee::read_profile(name);
        if (!profile) return profile.error();
        plan.trainees.push_back(std::move(*profile));
    }
    std::ranges::sort(plan.trainees, {}, &trainee::Profile::name);
    const auto twice = std::ranges::adjacent_find(plan.trainees, {}, &trainee::Profile::name);
    if (twice != plan.trainees.end())
        return bad_input(twice->name, "this trainee's name stands twice in the study",
                         "a line of the result names its trainee by the profile's \"name\"");
    for (const trainee::Profile& one : plan.trainees)
        plan.description.trainees.push_back({one.name, one.sha256});
    return {};
}

}  // namespace

Result<Plan> make_plan(const Request& request) {
    Plan plan;
    plan.description.program = request.program;
    plan.description.model_version = session::kModelVersion;
    plan.description.seed = request.seed;
    plan.description.runs = request.runs;
    if (request.runs < 1 || request.runs > kMostRuns)
        return bad_input("--runs", std::to_string(request.runs) + " is outside 1 to " +
                                       std::to_string(kMostRuns));
    if (const Status read = read_scenarios(request, plan); !read) return read.error();
    if (const Status read = read_trainees(request, plan); !read) return read.error();
    const Result<std::string> tables = sum_of_tables();
    if (!tables) return tables.error();
    plan.description.data_sha256 = *tables;
    return plan;
}

}  // namespace dryrun::study
