// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "tiny_study.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "core/file.h"
#include "paths/paths.h"

namespace dryrun::study {
namespace fs = std::filesystem;

fs::path scratch() {
    std::string pattern = fs::path(testing::TempDir()) / "dryrun_study_XXXXXX";
    return mkdtemp(pattern.data());
}

std::string contents(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

std::string declining_trainee(const fs::path& folder, const std::string& name, double pace_s) {
    Json profile = Json::parse(contents(paths::assets("/trainees/reckless.json")));
    profile["name"] = name;
    profile["pace_s"] = pace_s;
    profile["questions"] = {"worst_pain"};
    profile["declines_on"] = {"answer.worst_pain.shoulder_blade"};
    profile["steps_after"] = Json::array();
    const fs::path file = folder / (name + ".json");
    write(file, profile.dump(2));
    return file.string();
}

std::string other_scenario(const fs::path& folder, const std::string& name) {
    Json scenario = Json::parse(contents(paths::assets("/scenarios/rhomboid-major-right.json")));
    scenario["name"] = name;
    const fs::path file = folder / (name + ".json");
    write(file, scenario.dump(2));
    return file.string();
}

Request tiny_request(const fs::path& folder) {
    Request request;
    request.scenarios = {"rhomboid-major-right"};
    request.trainees = {declining_trainee(folder, "b"), declining_trainee(folder, "a")};
    request.runs = 2;
    request.seed = 5;
    request.program = "0.1.0";
    return request;
}

Plan plan_of(const Request& request) {
    auto plan = make_plan(request);
    EXPECT_TRUE(plan.ok()) << (plan.ok() ? "" : plan.error().text());
    return std::move(*plan);
}

std::string result_of(const Plan& plan, const RunOptions& options) {
    const auto ending = run(plan, options);
    EXPECT_TRUE(ending.ok() && *ending == RunEnding::Finished)
        << (ending.ok() ? "not finished" : ending.error().text());
    EXPECT_FALSE(fs::exists(options.output.string() + ".journal"))
        << "a finished study should leave no journal";
    return contents(options.output);
}

RunOptions into(const fs::path& output, std::vector<std::string>* remarks) {
    RunOptions options;
    options.output = output;
    if (remarks != nullptr)
        options.say = [remarks](const std::string& text) { remarks->push_back(text); };
    return options;
}

std::string journal_after(std::int64_t attempts, const Plan& plan, const fs::path& output) {
    RunOptions options = into(output);
    std::int64_t played_so_far = 0;
    options.show_progress = [&](std::int64_t played, std::int64_t) { played_so_far = played; };
    options.is_interrupted = [&] { return played_so_far >= attempts; };
    const auto ending = run(plan, options);
    EXPECT_TRUE(ending.ok() && *ending == RunEnding::Interrupted);
    EXPECT_FALSE(fs::exists(output)) << "an unfinished study should have no result";
    return contents(output.string() + ".journal");
}

}  // namespace dryrun::study
