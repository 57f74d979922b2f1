// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One workflow for all scripted trainees; a profile says how well each part of it goes. The parts
// are in words.cpp, palpate.cpp, rib.cpp, plan.cpp and needle.cpp, in the order in which they come.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/random.h"
#include "core/vec3.h"
#include "events/input_sample.h"
#include "session/percepts.h"
#include "trainee/belief.h"
#include "trainee/press.h"
#include "trainee/profile.h"
#include "trainee/script.h"
#include "trainee/trainee.h"

namespace dryrun::trainee {

class ScriptedTrainee : public Trainee {
  public:
    ScriptedTrainee(Profile profile, session::Briefing briefing, std::uint64_t seed);
    events::InputSample act(const session::Percepts& percepts) override;

  private:
    /// Where the line is to meet a rib, and the rib's middle beside that: from the mark, over skin.
    struct Aim {
        Vec3 on_rib;
        Vec3 middle;
    };
    /// A straight way for the needle, in space.
    struct Way {
        Aim aim;
        Vec3 entry;
        Vec3 entry_normal;
        Vec3 direction;
        double path = 0.0;          ///< from entry to the target's depth
        double tilt_deg = 0.0;      ///< from the normal at the mark
        double steepest_deg = 0.0;  ///< the less of that and the tilt at the entry
        double flattest_deg = 0.0;  ///< the more of them
    };
    /// Lines of ribs under the marked site, as felt: the skin above a rib's middle lies at
    /// centre + slope · lateral, and again every pitch. Caudal and lateral of the mark, mm.
    struct RibsFelt {
        bool is_felt = false;
        double centre = 0.0;
        double slope = 0.0;
    };

    // Perceiving (scripted_trainee.cpp).
    void listen(const session::Percepts& percepts);
    void hear_vague();
    void watch_for_twitch(const session::Percepts& percepts);
    void heed_stop(const session::Percepts& percepts);
    void heed_signs(const session::Percepts& percepts);  // emergency.cpp
    double normal() { return chance_.normal(draws_++); }
    double uniform() { return chance_.uniform(draws_++); }

    // Small acts.
    void wait(double seconds);
    void say(events::Action action);
    void say_all(const std::vector<std::string>& steps);
    void ask(const std::string& topic);
    void move_finger(const Vec3& to);
    void lift_finger();
    void rest_finger();  ///< lightly on the skin
    void press(const Vec3& at, const PressRun::Order& order, std::function<void(const Felt&)> then);
    PressRun::Order search_order() const;
    PressRun::Order provoke_order() const;

    // The workflow.
    void adapt_to_site();
    void interview();
    void ask_again();
    void find_landmarks();
    void mark_landmark(const session::VisibleLandmark& seen);
    void move_usual_places(const std::vector<session::VisibleLandmark>& seen);
    void begin_palpation();
    void press_control_spot();
    void search();
    void provoke();
    void refine();
    void mark_site();
    void give_up();
    void feel_for_rib();
    void judge_rib(const std::vector<std::pair<MapPlace, double>>& felt);
    std::vector<Aim> aims(double wanted_tilt_deg) const;
    void choose_way();
    void touch_entry(const Aim& aim, double wanted_tilt_deg, double back, int tries);
    std::size_t needle_for(double path) const;
    bool seems_hub_safe(const Way& way) const;
    void take_best_way();
    void state_plan();
    void bracket();
    void insert();
    void tap();
    void advance();
    std::size_t usual_place_of_mark() const;  // depth.cpp
    bool feel_way_in(const session::Percepts& percepts);
    double felt_shift() const;
    void judge_depth();
    double needle_reach() const;
    double path_to_bone() const;
    void work_track(std::size_t track);
    void make_stroke(std::size_t track, int left);
    void turn_to(std::size_t track);
    bool should_end() const;
    void withdraw(const std::string& reason);
    void draw_out();
    void ease_needle();
    void respond_to(const Profile::Response& response);
    void care_after(const std::string& reason);
    bool is_still_done(const std::string& step) const;  ///< of those after the needle

    // The needle.
    Vec3 with_aim_error(const Vec3& direction);
    Vec3 fan_direction(std::size_t track) const;
    void draw_back_and_turn(const Vec3& from, const Vec3& to);
    bool leaves_nerve();
    void hold_needle(const Vec3& direction);
    void travel_to(double path, double speed_mm_s, bool stops_on_bone);

    Profile profile_;
    session::Briefing briefing_;
    RandomStream chance_;
    std::uint64_t draws_ = 0;
    Script script_;
    events::InputSample hands_;

    Vec3 finger_at_;  ///< where the finger is or hovers

    // What was heard and seen.
    std::int64_t now_ = 0;
    std::optional<TendernessHeard> tenderness_;
    std::vector<std::pair<std::string, std::int64_t>> asked_;  ///< topic and tick
    std::vector<std::string> vague_;                           ///< topics whose answer told nothing
    std::int64_t sign_seen_ = -1;
    std::vector<bool> is_answered_;  ///< of the profile's responses
    std::int64_t stop_heard_ = -1;
    bool has_stopped_ = false;
    bool has_handed_over_ = false;  ///< the patient, to an ambulance
    bool declines_ = false;
    int twitches_ = 0;
    std::int64_t last_twitch_ = -1;
    std::int64_t report_due_ = -1;

    // What was found out.
    std::optional<Belief> belief_;
    double ceiling_N_ = 0.0;
    int probes_ = 0;
    std::vector<std::pair<MapPlace, double>> searched_;
    Felt mark_;
    bool is_marked_ = false;
    RibsFelt ribs_;
    double target_depth_ = 0.0;
    double bone_depth_ = 0.0;
    double fascia_depth_ = 0.0;  ///< usual
    double planned_stop_ = 0.0;  ///< path
    std::vector<Way> ways_;      ///< looked at
    Way way_;                    ///< chosen
    std::string needle_;
    double needle_length_ = 0.0;

    // The needle in hand.
    Vec3 needle_direction_{0.0, -1.0, 0.0};
    double deepest_allowed_ = 0.0;  ///< path, less after bone was met
    double fascia_path_ = 0.0;      ///< where it gave; 0: not felt
    double bone_path_ = 0.0;        ///< where it was met on the way in
    bool has_hit_nerve_ = false;    ///< by the patient's words, and has not left it yet
    int strokes_ = 0;
    bool is_needle_used_ = false;
};

}  // namespace dryrun::trainee
