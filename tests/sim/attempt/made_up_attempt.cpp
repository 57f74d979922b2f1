// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "made_up_attempt.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "core/file.h"
#include "core/random.h"

namespace dryrun::attempt {
namespace {

using namespace events;

std::vector<Action> actions_at(std::uint64_t tick, const RandomStream& random) {
    if (random.uniform(tick, 50) < 0.995) return {};
    switch (static_cast<int>(random.uniform(tick, 51) * 10.0)) {
        case 0:
            return {ChooseNeedle{"0.30x50"}, UseAid{"hint"}};
        case 1:
            return {MarkSite{0.75}};
        case 2:
            return {MarkLandmark{"spinous.T4"}};
        case 3:
            return {StatePlan{"rhomboid", "pleura", 45.0, 30.0, 12.5, 24.0, 28.0, 10.0, "dwell"}};
        case 4:
            return {AskPatient{"how_are_you"}, AskPatient{"Schmerz — „hier“?\n\"\\"}};
        case 5:
            return {DoStep{"hand_hygiene"}};
        case 6:
            return {ReportResponse{"twitch_seen"}};
        case 7:
            return {LeaveRoom{}};
        case 8:
            return {UseAid{"see_through_on"}};
        default:
            return {Finish{"done"}};
    }
}

EventBody body_at(std::uint64_t tick, const RandomStream& random) {
    if (random.uniform(tick, 61) < 0.5) return StrokeMade{random.uniform(tick, 62) * 10.0, 40.0};
    PlanStated plan;
    plan.target = "muscle.rhomboid_major.right";
    plan.hazard_on_line = std::numeric_limits<double>::quiet_NaN();
    return plan;
}

}  // namespace

InputSample any_sample(std::uint64_t seed, std::uint64_t number) {
    const RandomStream random(seed, "any sample");
    const auto u = [&](std::uint64_t index) { return random.uniform(number, index) * 2.0 - 1.0; };
    InputSample sample;
    PalpatingHand& p = sample.palpating_hand;
    p.is_on_patient = u(0) > 0.0;
    p.grip = static_cast<PadGrip>(static_cast<int>(random.uniform(number, 1) * 3.0));
    p.position = {u(2) * 1e4, u(3) * 1e4, u(4) * 1e4};
    p.across = {u(5), u(6), u(7)};
    p.spread = 30.0 + u(8) * 40.0;
    p.press_N = u(9) * 60.0;
    p.is_held = u(10) > 0.0;
    NeedlingHand& n = sample.needling_hand;
    n.tool = static_cast<Tool>(static_cast<int>(random.uniform(number, 11) * 4.0));
    n.position = {u(12) * 1e4, u(13) * 10.0, u(14)};
    n.direction = {u(15), u(16), u(17)};
    n.travel = u(18) * 600.0;
    n.rotation_deg = u(19) * 4e5;
    n.press_N = u(20) * 50.0;
    sample.actions = actions_at(number, random);
    return on_grid(sample);
}

MadeUp make_up(std::int64_t ticks, std::uint64_t seed) {
    const RandomStream random(seed, "made up attempt");
    MadeUp made_up;
    made_up.header.model_version = 1;
    made_up.header.scenario_name = "made-up";
    made_up.header.scenario_text = "{\n  \"name\": \"made-up\"\n}\n";
    made_up.header.rubric_name = "some-rubric";
    made_up.header.seed = 0xFFFFFFFFFFFFFFFFULL - seed;
    made_up.events.push_back({0, 0, SessionStarted{"made-up", "nobody"}});
    InputSample sample;
    for (std::int64_t tick = 0; tick < ticks; ++tick) {
        const auto t = static_cast<std::uint64_t>(tick);
        NeedlingHand& needle = sample.needling_hand;
        PalpatingHand& pads = sample.palpating_hand;
        const auto tremor = [&](std::uint64_t index) { return random.normal(t, index) * 0.02; };
        needle.tool = tick < ticks / 4 ? Tool::None : Tool::Needle;
        needle.position += Vec3{tremor(1), tremor(2), tremor(3)};
        needle.travel = 0.02 * static_cast<double>(tick % 500);
        pads.is_on_patient = tick % 3000 > 100;
        pads.position += Vec3{tremor(4), tremor(5), tremor(6)};
        pads.press_N = 8.0 + tremor(7);
        sample.actions = actions_at(t, random);
        made_up.samples.push_back(on_grid(sample));
        if (random.uniform(t, 60) < 0.003)
            made_up.events.push_back(
                {static_cast<std::int64_t>(made_up.events.size()), tick + 1, body_at(t, random)});
        made_up.events_so_far.push_back(made_up.events.size());
        if ((tick + 1) % kTicksPerHash == 0) made_up.hashes.push_back(random.bits(t, 70));
    }
    return made_up;
}

void write_to(const std::filesystem::path& path, const MadeUp& made_up,
              std::optional<Ending> ending) {
    Result<AttemptWriter> writer = AttemptWriter::create(path, made_up.header, made_up.notes);
    ASSERT_TRUE(writer.ok()) << writer.error().text();
    const std::span<const Event> events = made_up.events;
    for (std::size_t tick = 0; tick < made_up.samples.size(); ++tick) {
        const std::uint64_t hash = writer->is_hash_due() ? made_up.hashes[tick / kTicksPerHash] : 0;
        ASSERT_TRUE(
            writer->append(made_up.samples[tick], events.first(made_up.events_so_far[tick]), hash)
                .ok());
    }
    if (!ending) return;
    ASSERT_TRUE(writer->finish(*ending).ok());
}

std::string bytes_of(const MadeUp& made_up, std::optional<Ending> ending) {
    const std::filesystem::path path = scratch_file("made_up.dryrun");
    write_to(path, made_up, ending);
    return contents(path);
}

std::filesystem::path scratch_file(const std::string& name) {
    std::string pattern = std::filesystem::path(testing::TempDir()) / "dryrun_attempt_XXXXXX";
    return std::filesystem::path(mkdtemp(pattern.data())) / name;
}

std::string contents(const std::filesystem::path& path) {
    Result<std::string> bytes = read_file(path, kLargestAttempt);
    EXPECT_TRUE(bytes.ok()) << path;
    return bytes ? *bytes : std::string();
}

}  // namespace dryrun::attempt
