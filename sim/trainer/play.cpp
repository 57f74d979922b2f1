// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainer/play.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <random>
#include <utility>

#include "approach/site.h"
#include "attempt/record_note.h"
#include "attempt/replay.h"
#include "core/deterministic_math.h"
#include "core/json.h"
#include "events/vocabulary.h"

namespace dryrun::trainer {
namespace {

constexpr int kTicksPerTracePoint = 20;
constexpr std::size_t kTracePoints = 400;
constexpr std::size_t kMostHeard = 200;
constexpr std::size_t kEmgPoints = 1000;

std::string date_text(const char* format) {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm local{};
    localtime_r(&now, &local);
    char text[40];
    std::strftime(text, sizeof text, format, &local);
    return text;
}

void hear(const session::Utterance& said, Play& play) {
    const std::string text = play.phrases.text(said.phrase, said.nrs);
    play.heard.push_back({said.tick, true, text});
    // Nobody speaks as fast as an onlooker may let time run.
    if (play.is_voice_on && play.pace == 1) play.voice.say(text, play.language);
    const bool is_left = approach::side_of(play.scenario.target_muscle) == "left";
    const Status drawn = add_told(said.phrase, is_left, *play.atlas, play.chart);
    if (!drawn) tell(play, drawn.error().text());
    if (said.nrs >= 0.0) play.last_nrs = said.nrs;
}

void listen(Play& play) {
    const auto& percepts = play.session->percepts();
    for (const auto& said : percepts.said) hear(said, play);
    if (percepts.seen_twitch > 0.0) {
        if (play.session->tick() - play.last_seen_twitch_tick > events::kTicksPerSecond) {
            tell(play, "You see the skin jump.");
        }
        play.last_seen_twitch = percepts.seen_twitch;
        play.last_seen_twitch_tick = play.session->tick();
    }
    if (percepts.has_flinched && !play.was_flinching) tell(play, words_of_sign(play, "flinched"));
    play.was_flinching = percepts.has_flinched;
    for (const std::string& sign : percepts.signs) {
        const auto& known = play.signs;
        if (std::find(known.begin(), known.end(), sign) == known.end())
            tell(play, words_of_sign(play, sign));
    }
    play.signs = percepts.signs;
    if (play.scenario.has_emg) {
        auto& trace = play.emg_trace_uV;
        trace.push_back(static_cast<float>(percepts.emg_uV));
        if (trace.size() > kEmgPoints) trace.erase(trace.begin());
    }
    if (play.heard.size() > kMostHeard) play.heard.erase(play.heard.begin());
    if (play.session->tick() % kTicksPerTracePoint == 0) {
        auto& trace = play.force_trace_N;
        trace.push_back(static_cast<float>(percepts.needle_force_N));
        if (trace.size() > kTracePoints) trace.erase(trace.begin());
    }
}

// What is told of a step, and the note that one of them writes.
void follow_step(Play& play, std::string_view step) {
    tell(play, words_of_step(play, step));
    if (step == "record_note")
        play.note = attempt::record_note(play.session->events(), play.phrases);
}

// What a scripted trainee says and does, for who looks on.
void tell_actions(Play& play, const std::vector<events::Action>& actions) {
    for (const events::Action& action : actions) {
        if (const auto* asked = std::get_if<events::AskPatient>(&action))
            tell(play, words_of_topic(play, asked->topic));
        if (const auto* step = std::get_if<events::DoStep>(&action)) follow_step(play, step->step);
        if (const auto* named = std::get_if<events::MarkLandmark>(&action))
            tell(play, "Names " + words_of_landmark(named->name) + ".");
        if (std::holds_alternative<events::MarkSite>(action)) tell(play, "Marks the site.");
        if (const auto* chosen = std::get_if<events::ChooseNeedle>(&action))
            tell(play, "Chooses " + chosen->needle + ".");
        if (const auto* plan = std::get_if<events::StatePlan>(&action))
            tell(play, "States the plan: " + fixed_text(plan->tilt_deg, 0) +
                           "° from the normal, no further than " + fixed_text(plan->stop_depth, 0) +
                           " mm.");
        if (const auto* seen = std::get_if<events::ReportResponse>(&action))
            tell(play, seen->response == "twitch_seen" ? "Reports a twitch."
                                                       : "Reports: " + seen->response + ".");
        if (const auto* finish = std::get_if<events::Finish>(&action))
            tell(play, "Ends: " + words_of_finish(play, finish->reason) + ".");
    }
}

// Why declining was right, and where texts say that pain from the muscle goes.
std::string debrief_of(const scenario::Scenario& scenario) {
    std::string text;
    if (!scenario.decline_reason.empty()) {
        text = "Not needling was right here: " + scenario.decline_reason + "\n";
    }
    const auto sites = approach::read_shipped_sites();
    const approach::Site* site =
        sites ? approach::find_site(*sites, scenario.target_muscle) : nullptr;
    if (site == nullptr) return text;
    text += site->title +
            ", referred pain as texts draw it: " + site->points.front().referral.words + ".";
    return text;
}

}  // namespace

events::StatePlan plan_of(const PlanCard& card, const std::string& target) {
    events::StatePlan plan;
    plan.target = target;
    plan.structure_at_risk = events::kRisks[static_cast<std::size_t>(card.risk)];
    plan.medial_deg = card.medial_deg;
    plan.caudal_deg = card.caudal_deg;
    plan.tilt_deg = tilt_deg_of(card.medial_deg, card.caudal_deg);
    plan.expected_bone_depth = card.expected_bone_depth;
    plan.stop_depth = card.stop_depth;
    plan.strokes = card.strokes;
    plan.stop_rule = events::kStopRules[static_cast<std::size_t>(card.stop_rule)];
    return plan;
}

Result<std::unique_ptr<Play>> start_play(const TrainerOptions& options) {
    auto play = std::make_unique<Play>();
    auto scenario = scenario::read_scenario(options.scenario);
    if (!scenario) return scenario.error();
    play->scenario = *std::move(scenario);
    auto phrases = patient::Phrases::read_shipped(options.language);
    if (!phrases) return phrases.error();
    play->phrases = *std::move(phrases);
    play->language = options.language;
    play->is_voice_on = options.has_voice;
    auto rubric = scoring::read_rubric(play->scenario.rubric);
    if (!rubric) return rubric.error();
    play->rubric = *std::move(rubric);
    play->seed = options.seed ? *options.seed : std::random_device{}();
    auto session = session::Session::start(play->scenario, play->seed);
    if (!session) return session.error();
    play->session = *std::move(session);
    play->atlas = play->session->snapshot().atlas;
    play->landmarks =
        landmarks_to_name(*play->atlas, approach::side_of(play->scenario.target_muscle));
    play->chart = make_body_chart(*play->atlas);
    if (!options.watched.empty()) {
        auto trainee =
            trainee::make_trainee(options.watched, play->session->briefing(), play->seed);
        if (!trainee) return trainee.error();
        play->watched = *std::move(trainee);
        play->watched_name = options.watched;
    }

    play->file = options.attempt_file;
    if (play->file.empty() && !play->watched) {
        play->file = "dryrun-" + play->scenario.name + "-" + date_text("%Y%m%d-%H%M%S") +
                     attempt::kFileExtension;
    }
    play->card.expected_bone_depth = 0.0f;
    play->card.stop_depth = 0.0f;
    return play;
}

std::vector<std::string> landmarks_to_name(const anatomy::Atlas& atlas, std::string_view side) {
    std::vector<std::string> names;
    for (const char* level : {"C7", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10",
                              "T11", "T12", "L1", "L2", "L3", "L4", "L5"})
        names.push_back("spinous." + std::string(level));
    for (const char* bone : {"scapula.inferior_angle", "scapula.superior_angle",
                             "scapula.root_of_spine", "scapula.acromion", "iliac_crest", "psis"})
        names.push_back(std::string(bone) + "." + std::string(side));
    for (int rib = 3; rib <= 12; ++rib)
        names.push_back("rib." + std::to_string(rib) + "." + std::string(side));
    std::erase_if(names, [&](const std::string& name) {
        const bool is_rib = std::any_of(atlas.ribs().begin(), atlas.ribs().end(),
                                        [&](const auto& one) { return one.first == name; });
        return !is_rib && !atlas.landmark(name);
    });
    return names;
}

void begin_play(Play& play) {
    play.is_paused = false;
    if (play.file.empty()) return;
    attempt::Header header = attempt::header_of(play.scenario, play.seed);
    const DeskSettings desk;
    if (!play.watched)
        header.settings = Json{{"device", "mouse and keyboard"},
                               {"pointer_px_per_desk_mm", desk.px_per_desk_mm},
                               {"needle_mm_per_desk_mm", DeskSettings::kNeedlePerDesk},
                               {"side_of_table", "left"}};
    auto writer = attempt::AttemptWriter::create(
        play.file, header, attempt::Notes{date_text("%Y-%m-%dT%H:%M:%S"), {}});
    if (writer) {
        play.writer.emplace(*std::move(writer));
    } else {
        play.trouble = writer.error().text();
        tell(play, "The attempt is not recorded: " + play.trouble);
    }
}

int run_ticks(Play& play, int ticks, double budget) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    int done = 0;
    while (done < ticks && !play.session->is_finished()) {
        const auto& before = play.session->percepts();
        const events::InputSample sample = play.watched
                                               ? play.watched->act(before)
                                               : play.hands.next(before, play.needle_length());
        if (play.watched) tell_actions(play, sample.actions);
        play.session->step(sample);
        play.last_sample = sample;
        ++done;
        const auto& all = play.session->events();
        if (play.writer) {
            const bool is_due = play.writer->is_hash_due();
            const Status status =
                play.writer->append(sample, all, is_due ? play.session->state_hash() : 0);
            if (!status) {
                play.trouble = status.error().text();
                play.writer.reset();
            }
        }
        const std::size_t first = play.session->first_new_event();
        add_events(play.progress, std::span(all).subspan(first));
        listen(play);
        const std::chrono::duration<double> passed = Clock::now() - start;
        if (passed.count() > budget) break;
    }
    if (play.session->is_finished()) end_play(play);
    return done;
}

void end_play(Play& play) {
    if (play.score) return;
    if (play.writer) {
        const auto ending =
            play.session->is_finished() ? attempt::Ending::Finished : attempt::Ending::Interrupted;
        if (const Status status = play.writer->finish(ending); !status) {
            play.trouble = status.error().text();
        }
        play.writer.reset();
    }
    play.score = scoring::score_events(play.session->events(), play.rubric);
    play.debrief = debrief_of(play.scenario);
}

void ask(Play& play, std::string_view topic) {
    play.hands.act(events::AskPatient{std::string(topic)});
    tell(play, words_of_topic(play, topic));
}

void do_step(Play& play, std::string_view step) {
    play.hands.act(events::DoStep{std::string(step)});
    follow_step(play, step);
}

void tell(Play& play, std::string text) {
    play.heard.push_back({play.session->tick(), false, std::move(text)});
}

void mark_site(Play& play) {
    if (!play.session->percepts().is_touching) {
        tell(play, "Lay a finger on the skin first (hold Space), then mark.");
        return;
    }
    play.hands.act(events::MarkSite{play.confidence});
    tell(play, "You mark the site.");
}

void mark_landmark(Play& play) {
    const auto& name = play.landmarks[static_cast<std::size_t>(play.landmark)];
    if (!play.session->percepts().is_touching) {
        tell(play, "Lay a finger on the skin first (hold Space), then name it.");
        return;
    }
    play.hands.act(events::MarkLandmark{name});
    tell(play, "You name it: " + words_of_landmark(name) + ".");
}

void state_plan(Play& play) {
    play.hands.act(plan_of(play.card, play.session->briefing().muscle));
    tell(play, "You state your plan.");
}

void take_needle(Play& play) {
    if (play.progress.is_needle_in) return;
    const auto place = marked_place(play);
    if (!place || play.progress.needle.empty()) {
        tell(play, place ? "Choose a needle first." : "Mark the site first.");
        return;
    }
    play.hands.take_needle({*place, play.card.medial_deg, play.card.caudal_deg});
    if (play.is_see_through) set_see_through(play, false);
}

void report(Play& play, std::string_view response) {
    play.hands.act(events::ReportResponse{std::string(response)});
    tell(play, response == "twitch_seen" ? "You report a twitch." : "You report no twitch.");
}

void set_see_through(Play& play, bool is_wanted) {
    const bool may = !play.session->percepts().is_needle_in;
    if (is_wanted == play.is_see_through || (is_wanted && !may)) return;
    play.is_see_through = is_wanted;
    play.hands.act(events::UseAid{is_wanted ? "see_through_on" : "see_through_off"});
}

std::optional<anatomy::SkinPoint> marked_place(const Play& play) {
    const auto& marks = play.session->percepts().marks;
    if (marks.empty()) return std::nullopt;
    const auto& mark = marks.back();
    return anatomy::SkinPoint{mark.on_skin, mark.normal, mark.medial, mark.caudal};
}

double shown_tilt_deg(const Play& play) {
    const NeedleAim& aim = play.hands.aim();
    if (!play.watched) return tilt_deg_of(aim.medial_deg, aim.caudal_deg);
    const auto mark = marked_place(play);
    if (!mark) return 0.0;
    const double inward = -dot(play.last_sample.needling_hand.direction, mark->normal);
    return det::degrees(det::acos(det::clamp(inward, -1.0, 1.0)));
}

namespace {

struct WordRow {
    std::string_view key;
    std::string_view words;
};

template <std::size_t Size>
std::string look_up(const WordRow (&rows)[Size], std::string_view key) {
    for (const auto& row : rows) {
        if (row.key == key) return std::string(row.words);
    }
    std::string words(key);
    for (char& c : words) c = c == '_' ? ' ' : c;
    return words;
}

}  // namespace

std::string words_of_topic(const Play& play, std::string_view topic) {
    return play.phrases.text("ask." + std::string(topic));
}

std::string words_of_step(const Play& play, std::string_view step) {
    return play.phrases.text("do." + std::string(step));
}

std::string words_of_finish(const Play& play, std::string_view reason) {
    return play.phrases.text("finish." + std::string(reason));
}

std::string words_of_sign(const Play& play, std::string_view sign) {
    return play.phrases.text("shows." + std::string(sign));
}

std::string words_of_stop_rule(std::string_view rule) {
    static constexpr WordRow kRows[] = {
        {"twitch_or_15_strokes", "twitch, limit or 15 strokes"},
        {"dwell", "leave it in, still"},
        {"rotation", "rotate, then leave it"},
        {"until_it_twitches", "until it twitches"},
    };
    return look_up(kRows, rule);
}

std::string words_of_landmark(std::string_view landmark) {
    std::string_view side;
    for (const std::string_view one : {".left", ".right"}) {
        if (!landmark.ends_with(one)) continue;
        side = one.substr(1);
        landmark.remove_suffix(one.size());
    }
    const std::string after = side.empty() ? std::string() : ", " + std::string(side);
    if (landmark.starts_with("spinous."))
        return std::string(landmark.substr(8)) + " spinous process";
    if (landmark.starts_with("rib.")) return "rib " + std::string(landmark.substr(4)) + after;
    static constexpr WordRow kRows[] = {
        {"scapula.inferior_angle", "scapula, inferior angle"},
        {"scapula.superior_angle", "scapula, superior angle"},
        {"scapula.root_of_spine", "scapula, root of the spine"},
        {"scapula.acromion", "acromion"},
        {"iliac_crest", "top of the iliac crest"},
        {"psis", "posterior superior iliac spine"},
    };
    return look_up(kRows, landmark) + after;
}

}  // namespace dryrun::trainer
