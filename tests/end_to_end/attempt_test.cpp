// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The whole way through: play, score, replay, render, and the same bytes again.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cmath>
#include <sstream>

#include "core/json.h"
#include "paths/paths.h"
#include "program.h"

namespace dryrun::end_to_end {
namespace {

namespace fs = std::filesystem;

Json json_of(const std::string& text) {
    return Json::parse(text, nullptr, false);
}

TEST(Attempt, OfTheSameSeedHasTheSameBytesInAnySurroundings) {
    const fs::path again = scratch("again") / "other name.dryrun";
    Surroundings elsewhere;
    elsewhere.environment = {"TZ=Asia/Kolkata", "LC_ALL=C", "HOME=/nonexistent", "USER=somebody",
                             "OMP_NUM_THREADS=3"};
    const Outcome played = run({"play", "rhomboid-major-right", "--trainee", "expert", "--seed",
                                "7", "-o", again.string()},
                               elsewhere);
    ASSERT_EQ(played.exit_code, 0) << played.err;
    EXPECT_TRUE(contents(again) == contents(expert_attempt()));
}

TEST(Attempt, OfAnotherSeedIsAnotherAttempt) {
    const fs::path other = scratch("other") / "a.dryrun";
    const Outcome played = run({"play", "rhomboid-major-right", "--trainee", "expert", "--seed",
                                "8", "-o", other.string()});
    ASSERT_EQ(played.exit_code, 0) << played.err;
    EXPECT_FALSE(contents(other) == contents(expert_attempt()));
}

TEST(Attempt, ReplaysToTheSameHashesAndEvents) {
    const Outcome replayed = run({"replay", expert_attempt().string(), "--verify"});
    EXPECT_EQ(replayed.exit_code, 0) << replayed.err;
}

// Played once and kept. Where this fails, the model has changed: raise kModelVersion, say so under
// Numerics in the changelog, and play it again.
TEST(Attempt, KeptFromAnEarlierBuildStillVerifies) {
    const Outcome replayed =
        run({"replay", paths::source("/tests/end_to_end/golden/expert-7.dryrun"), "--verify"});
    EXPECT_EQ(replayed.exit_code, 0) << replayed.err;
}

TEST(Attempt, ScoresAsTheContractWritesIt) {
    const Outcome scored = run({"score", expert_attempt().string(), "--format", "json"});
    ASSERT_EQ(scored.exit_code, 0) << scored.err;
    const Json score = json_of(scored.out);
    ASSERT_TRUE(score.is_object()) << scored.out;
    for (const char* key : {"schema", "scenario", "attempt_sha256", "score", "passed", "pass_mark",
                            "rubric", "aids", "critical_failures", "domains"}) {
        EXPECT_TRUE(score.contains(key)) << key;
    }
    EXPECT_EQ(score["schema"], "dryrun.score/1");
    double weights = 0.0;
    double total = 0.0;
    for (const auto& domain : score["domains"]) {
        weights += domain["weight"].get<double>();
        total += domain["weight"].get<double>() * domain["score"].get<double>();
    }
    EXPECT_NEAR(weights, 1.0, 1e-9);
    // A printed score may be rounded to a hundredth.
    EXPECT_NEAR(score["score"].get<double>(), total, 0.02);
    EXPECT_EQ(score["critical_failures"].size(), 0u) << "the expert should be safe";
}

TEST(Attempt, ListsItsEventsOneALine) {
    const Outcome listed = run({"events", expert_attempt().string()});
    ASSERT_EQ(listed.exit_code, 0) << listed.err;
    std::istringstream lines(listed.out);
    std::int64_t last_tick = 0;
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
        const Json event = json_of(line);
        ASSERT_TRUE(event.is_object()) << line;
        ASSERT_TRUE(event.contains("id") && event.contains("tick") && event.contains("type"));
        EXPECT_GE(event["tick"].get<std::int64_t>(), last_tick) << line;
        last_tick = event["tick"].get<std::int64_t>();
    }
    EXPECT_GT(count, 5);
}

TEST(Attempt, IsScoredInEveryFormat) {
    const std::string attempt = expert_attempt().string();
    for (const char* format : {"table", "json", "jsonl", "csv", "junit", "html"}) {
        const Outcome scored = run({"score", attempt, "--format", format});
        EXPECT_EQ(scored.exit_code, 0) << format << ": " << scored.err;
        EXPECT_GT(scored.out.size(), 50u) << format;
    }
    const fs::path folder = scratch("junit");
    write(folder / "report.xml", run({"score", attempt, "--format", "junit"}).out);
    const std::string check = "xmllint --noout --schema " + paths::source("/tests/junit.xsd ") +
                              (folder / "report.xml").string() + " 2>" + (folder / "err").string();
    EXPECT_EQ(std::system(check.c_str()), 0) << contents(folder / "err");
}

TEST(Attempt, HoldsOrBreaksItsGates) {
    EXPECT_EQ(run({"score", expert_attempt().string(), "--min-score", "80"}).exit_code, 0);
    const std::string poor = (scratch("gates") / "poor.dryrun").string();
    ASSERT_EQ(run({"play", "rhomboid-major-right", "--trainee", "idle", "--seed", "7", "-o", poor})
                  .exit_code,
              0);
    EXPECT_EQ(run({"score", poor, "--min-score", "0"}).exit_code, 0);
    EXPECT_EQ(run({"score", poor, "--min-score", "80"}).exit_code, 1);
}

TEST(Attempt, IsPicturedInTheAskedSize) {
    const fs::path picture = scratch("picture") / "a.png";
    const Outcome rendered =
        run({"render", expert_attempt().string(), "-o", picture.string(), "--size", "320x200"});
    ASSERT_EQ(rendered.exit_code, 0) << rendered.err;
    const std::string png = contents(picture);
    ASSERT_GT(png.size(), 1000u) << "a picture of the back is not one plain colour";
    EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
    // Width and height stand in the header chunk, four bytes each, most significant first.
    EXPECT_EQ(png.substr(16, 8), std::string("\0\0\x01\x40\0\0\0\xc8", 8));
}

TEST(Attempt, IsRepeatedByTwoProgramsAtOnce) {
    const fs::path folder = scratch("two");
    const Words words = {"play", "rhomboid-major-right", "--trainee", "expert", "--seed", "7",
                         "-o"};
    Words one = words;
    Words two = words;
    one.push_back((folder / "one.dryrun").string());
    two.push_back((folder / "two.dryrun").string());
    const pid_t first = start(one);
    const pid_t second = start(two);
    EXPECT_EQ(finish(first, 200).exit_code, 0);
    EXPECT_EQ(finish(second, 200).exit_code, 0);
    EXPECT_TRUE(contents(folder / "one.dryrun") == contents(folder / "two.dryrun"));
}

// No display, no arguments: what a newcomer on a server sees.
TEST(Attempt, IsPlayedScoredAndPicturedWhereThereIsNoDisplay) {
    Surroundings headless;
    headless.folder = scratch("demo");
    headless.environment = {"DISPLAY=", "WAYLAND_DISPLAY="};
    const Outcome demo = run({}, headless);
    ASSERT_EQ(demo.exit_code, 0) << demo.err;
    EXPECT_NE(demo.err.find("display"), std::string::npos)
        << "it should say why there is no window";
    EXPECT_GT(demo.out.size(), 100u) << "the score should be printed";
    EXPECT_GT(fs::file_size(headless.folder / "dryrun-demo.dryrun"), 1000u);
    EXPECT_EQ(contents(headless.folder / "dryrun-demo.png").substr(1, 3), "PNG");
}

}  // namespace
}  // namespace dryrun::end_to_end
