// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainee/profile.h"

#include <algorithm>
#include <filesystem>

#include "core/file.h"
#include "core/hash.h"
#include "core/json.h"
#include "trainee/trainee.h"

namespace dryrun::trainee {
namespace {

namespace fs = std::filesystem;

constexpr Range kLength{0.0, 100.0};
constexpr Range kForce_N{0.0, 40.0};
constexpr Range kSpeed_mm_s{0.5, 150.0};
constexpr Range kTime{0.0, 60.0};
constexpr Range kAngle_deg{0.0, 80.0};
constexpr Range kShare{0.0, 1.0};

fs::path trainees_folder() {
    return assets_folder() / "trainees";
}

void read_words(JsonReader& reader, Profile& profile) {
    profile.pace = reader.number("pace_s", {0.05, 60.0});
    profile.steps_first = reader.texts("steps_first");
    profile.questions = reader.texts("questions");
    profile.steps_before_touch = reader.texts("steps_before_touch");
    profile.declines_on = reader.texts("declines_on");
    profile.follows_up = reader.boolean("follows_up");
    profile.idles = reader.number_or("idles_s", profile.idles, {0.0, 600.0});
}

void read_palpation(JsonReader& reader, Profile& profile) {
    profile.landmarks = reader.texts("landmarks");
    profile.finds_site_by_landmarks = reader.boolean_or("finds_site_by_landmarks", false);
    profile.hand_speed_mm_s = reader.number("hand_speed_mm_s", kSpeed_mm_s);
    profile.hand_spread = reader.number("hand_spread_mm", kLength);
    profile.presses_control_spot = reader.boolean("presses_control_spot");
    profile.search_N = reader.number("search_N", kForce_N);
    profile.search_hold = reader.number("search_hold_s", kTime);
    profile.search_spacing = reader.number("search_spacing_mm", {3.0, 40.0});
    profile.search_reach = reader.number("search_reach_mm", {0.0, 40.0});
    profile.provoke_N = reader.number("provoke_N", kForce_N);
    profile.ramp_N_s = reader.number("ramp_N_s", {1.0, 200.0});
    profile.most_probes = static_cast<int>(reader.integer("most_probes", 0, 60));
    profile.refines = reader.boolean("refines");
    profile.listening_spread_nrs = reader.number("listening_spread_nrs", {0.0, 5.0});
    profile.mark_spread = reader.number("mark_spread_mm", kLength);
    profile.needs_recognition = reader.boolean("needs_recognition");
}

void read_plan(JsonReader& reader, Profile& profile) {
    profile.seeks_rib = reader.boolean("seeks_rib");
    profile.rib_spacing = reader.number("rib_spacing_mm", {2.0, 10.0});
    profile.states_plan = reader.boolean("states_plan");
    profile.tilt_deg = reader.number("tilt_deg", kAngle_deg);
    profile.depth_spread = reader.number("depth_spread_mm", kLength);
    profile.judges_depth = reader.boolean("judges_depth");
    profile.stop_beyond = reader.number("stop_beyond_mm", kLength);
    profile.needle_choice = reader.choice("needle_choice", {"shortest", "one_longer", "longest"});
    profile.steps_before_needle = reader.texts("steps_before_needle");
    profile.brackets = reader.boolean("brackets");
}

void read_needle(JsonReader& reader, Profile& profile) {
    profile.uses_guide_tube = reader.boolean("uses_guide_tube");
    profile.aim_spread_deg = reader.number("aim_spread_deg", kAngle_deg);
    profile.tremor = reader.number("tremor_mm", {0.0, 2.0});
    profile.tap_speed_mm_s = reader.number("tap_speed_mm_s", kSpeed_mm_s);
    profile.advance_speed_mm_s = reader.number("advance_speed_mm_s", kSpeed_mm_s);
    profile.beyond_target = reader.number("beyond_target_mm", kLength);
    profile.stroke_length = reader.number("stroke_length_mm", {2.5, 40.0});
    profile.stroke_in_mm_s = reader.number("stroke_in_mm_s", kSpeed_mm_s);
    profile.stroke_out_mm_s = reader.number("stroke_out_mm_s", kSpeed_mm_s);
    profile.stroke_pause = reader.number("stroke_pause_s", kTime);
    profile.strokes_a_track = static_cast<int>(reader.integer("strokes_a_track", 1, 100));
    profile.most_strokes = static_cast<int>(reader.integer("most_strokes", 0, 200));
    profile.wanted_twitches = static_cast<int>(reader.integer("wanted_twitches", 1, 50));
    profile.fan = reader.numbers("fan_mm", {-20.0, 20.0});
    if (profile.fan.empty()) reader.fail("fan_mm", "wanted at least one track");
    profile.draws_back = reader.boolean("draws_back");
    profile.asks_each_track = reader.boolean("asks_each_track");
    profile.sees_twitch = reader.number("sees_twitch", kShare);
    profile.reaction = reader.number("reaction_s", kTime);
    profile.heeds_stop = reader.boolean("heeds_stop");
    profile.withdraw_mm_s = reader.number("withdraw_mm_s", kSpeed_mm_s);
}

std::vector<Profile::Response> read_responses(JsonReader& reader) {
    std::vector<Profile::Response> responses;
    for (JsonReader& row : reader.list("responses")) {
        Profile::Response response;
        response.signs = row.texts("signs");
        response.steps = row.texts("steps");
        response.waits = row.number_or("waits_s", response.waits, {0.0, 600.0});
        response.ends = row.boolean_or("ends", response.ends);
        row.finish();
        responses.push_back(std::move(response));
    }
    return responses;
}

}  // namespace

Result<Profile> read_profile(const std::string& name_or_path) {
    fs::path path = name_or_path;
    const bool is_plain_name = name_or_path.find('/') == std::string::npos;
    const fs::path shipped = trainees_folder() / (name_or_path + ".json");
    std::error_code none;
    if (is_plain_name && fs::exists(shipped, none)) path = shipped;
    if (!fs::exists(path, none))
        return bad_input(name_or_path, "is neither a shipped trainee nor a file",
                         "dryrun list trainees");
    const Result<std::string> text = read_file(path);
    if (!text) return text.error();
    const Result<Json> json = parse_json(*text, path.string());
    if (!json) return json.error();
    JsonReader reader(*json, path.string());
    reader.integer("schema", 1, 1);
    Profile profile;
    profile.name = reader.text("name");
    profile.title = reader.text("title");
    profile.sha256 = sha256_hex(*text);
    reader.choice("grade", {"A"});
    read_words(reader, profile);
    read_palpation(reader, profile);
    read_plan(reader, profile);
    read_needle(reader, profile);
    profile.exit_press_delay = reader.number("exit_press_delay_s", kTime);
    profile.exit_press = reader.number("exit_press_s", kTime);
    profile.steps_after = reader.texts("steps_after");
    profile.responses = read_responses(reader);
    profile.notices = reader.number("notices_s", {0.1, 300.0});
    profile.most_pull_N = reader.number("most_pull_N", {0.2, 2.0});
    reader.finish();
    if (const Status status = reader.status(); !status) return status.error();
    return profile;
}

std::vector<std::string> shipped_trainees() {
    std::vector<std::string> names;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(trainees_folder(), none))
        if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace dryrun::trainee
