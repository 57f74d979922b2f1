// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A needle driven into layers at a steady speed, held, and drawn out: the session's needle
// (needle/on_track.h) on the bench's tissue, or in a channel that does not give way. The hand is a
// machine's: stiff, and strong. The shaft outside is guided, so that it does not buckle.
#include <algorithm>
#include <cmath>

#include "lab/answer.h"
#include "lab/experiment.h"
#include "lab/needle_track.h"
#include "lab/session_block.h"
#include "needle/on_track.h"

namespace dryrun::lab {
namespace {

constexpr double kStride = 0.01;     // mm of the hand in a step, at most
constexpr double kRow = 0.05;        // mm of the hand between rows
constexpr double kInstant = 1e-7;    // mm of the hand within which a face gives way
constexpr double kTurn = 1e-5;       // mm: the first move after the hand has stopped
constexpr int kSettling = 160;       // steps at rest, in no time, in which slip is forgotten
constexpr double kNoTime = 1e-9;     // s
constexpr int kMobilising = 30;      // instants after which what slides has its friction
constexpr double kStiffGrip = 1e6;   // N/mm
constexpr double kStrongGrip = 1e6;  // N
constexpr int kSweeps = 60;
// "Fully mobilised at once": a give that nobody sees.
constexpr double kNoPresliding = 1e-6;

struct Insertion {
    Layers tissue;
    std::vector<needle::TrackLayer> layers;
    needle::NeedleSpec spec;
    double speed_mm_s = 5.0;
    double depth = 20.0;
    double hold_s = 0.0;
    bool retracts = false;
    bool is_rigid = false;
    bool on_session_mesh = false;
    softbody::Scale scale;
};

void read_face(JsonReader& reader, bool is_rigid, needle::TrackLayer& layer) {
    layer.cutting_N = reader.number_or("cutting_N", 0.0, {0.0, 1e4});
    layer.friction_N_per_mm = reader.number_or("friction_N_per_mm", 0.0, {0.0, 1e4});
    layer.static_ratio = reader.number_or("static_ratio", 1.0, {1.0, 100.0});
    if (reader.has("puncture_N")) layer.puncture_N = reader.number("puncture_N", {0.0, 1e4});
    // What tissue yields by itself is all there is, where nothing else is said.
    layer.face_N_per_mm = std::numeric_limits<double>::infinity();
    if (reader.has("face_N_per_mm"))
        layer.face_N_per_mm = reader.number("face_N_per_mm", {1e-6, 1e6});
    else if (is_rigid && layer.puncture_N > 0.0)
        reader.fail("face_N_per_mm", "is missing: a face in a rigid corridor gives by it");
}

Insertion read_insertion(JsonReader& request) {
    Insertion wanted;
    if (request.has("corridor")) {
        request.choice("corridor", {"rigid"});
        wanted.is_rigid = true;
    }
    wanted.on_session_mesh = asks_session_mesh(request);
    if (wanted.is_rigid && wanted.on_session_mesh)
        request.fail("mesh", "a rigid corridor has none: leave one of the two out");
    wanted.tissue = read_layers(request, [&](JsonReader& reader) {
        needle::TrackLayer layer;
        read_face(reader, wanted.is_rigid, layer);
        wanted.layers.push_back(layer);
    });
    if (wanted.on_session_mesh) refuse_for_session(request, wanted.tissue);
    double top = 0.0;
    for (std::size_t i = 0; i < wanted.tissue.layers.size(); ++i) {
        const Layer& layer = wanted.tissue.layers[i];
        wanted.layers[i].enter = top;
        wanted.layers[i].exit = top += layer.thickness;
        wanted.layers[i].prony = layer.material.prony;
        if (i + 1 == wanted.layers.size() && wanted.tissue.is_deep) wanted.layers[i].exit = 1e9;
    }
    JsonReader needle = request.object("needle");
    wanted.spec.length = needle.number("length_mm", {0.1, 1e4});
    wanted.spec.diameter = needle.number("diameter_mm", {1e-3, 10.0});
    wanted.spec.youngs_GPa = needle.number("youngs_GPa", {1e-6, 1e4});
    needle.finish();
    wanted.speed_mm_s = request.number("speed_mm_s", {1e-3, 1e4});
    wanted.depth = request.number("depth_mm", {1e-3, 1e3});
    wanted.hold_s = request.number_or("hold_s", 0.0, {0.0, 1e4});
    wanted.retracts = request.boolean_or("retract", false);
    request.finish();
    if (wanted.depth > wanted.spec.length)
        request.fail("depth_mm", "is more than the needle's length");
    if (!wanted.tissue.is_deep && wanted.depth > top + 1e-9)
        request.fail("depth_mm", "reaches through all layers");
    return wanted;
}

// The drive, and what it writes down.
class Drive {
  public:
    Drive(const Insertion& wanted, tissue::Track track) : wanted_(wanted) {
        needle::begin_track(std::move(track), 0.0, state_);
        state_.layers = wanted.layers;
        needle::relax_with_layers(state_);
        step_.grip = {kStiffGrip, kStrongGrip};
        step_.is_in_guide_tube = true;
        step_.sweeps = kSweeps;
        step_.friction.growth_per_decade = 0.0;  // values are used as they are given
        if (wanted.is_rigid) step_.friction = {kNoPresliding, 0.0, 0.0};
        step_.friction.scale = wanted.scale.friction;
        step_.beam_scale = wanted.scale.beam;
        row();
    }

    void move_to(double target) {
        const double sense = target > step_.hand_at ? 1.0 : -1.0;
        while (std::fabs(target - step_.hand_at) > 1e-12) {
            const double stride = std::min(kStride, std::fabs(target - step_.hand_at));
            move(sense * stride);
            if (std::fabs(step_.hand_at - last_row_) >= kRow - 1e-9) row();
        }
        row();
    }
    void hold(double seconds) {
        for (double held = 0.0; held < seconds;) {
            const double dt = std::min(std::max(1e-3, 0.01 * held), seconds - held);
            step(0.0, dt);
            held += dt;
        }
        if (seconds > 0.0) row();
    }
    // Stops the hand for no time, and begins the way back.
    void turn() {
        for (int i = 0; i < kSettling; ++i) step(0.0, kNoTime);
        for (int i = 0; i < 2; ++i) {  // comes loose, and slides
            go(-kTurn);
            row();
        }
    }

    double force_N() const { return state_.axial_force_N; }
    double most_pull_N() const { return most_pull_N_; }
    const Json& curve() const { return curve_; }
    const Json& punctures() const { return punctures_; }

  private:
    needle::StepFacts step(double by, double dt) {
        needle::StepFacts facts;
        step_.step_s = dt;
        step_.hand_at += by;
        needle::step_on_track(step_, wanted_.spec, state_, facts);
        most_pull_N_ = std::min(most_pull_N_, state_.axial_force_N);
        return facts;
    }

    // One stride; where a face gives way in it, up to that moment, over it, and on.
    void move(double by) {
        const Moment start{state_, step_.hand_at, most_pull_N_};
        const double end = step_.hand_at + by;
        if (go(by).punctures.empty()) return;
        double holds = 0.0, gives = 1.0;  // shares of the stride
        while ((gives - holds) * std::fabs(by) > kInstant) {
            const double middle = 0.5 * (holds + gives);
            back_to(start);
            (go(middle * by).punctures.empty() ? holds : gives) = middle;
        }
        back_to(start);
        if (holds > 0.0) go(holds * by);
        row();
        const double force = state_.axial_force_N;
        const auto facts = go((gives - holds) * by);
        for (int i = 0; i < kMobilising; ++i) go(kInstant);
        note(facts, force);
        if (step_.hand_at < end) move(end - step_.hand_at);
    }
    struct Moment {
        needle::NeedleState state;
        double hand_at, most_pull_N;
    };
    void back_to(const Moment& moment) {
        state_ = moment.state;
        step_.hand_at = moment.hand_at;
        most_pull_N_ = moment.most_pull_N;
    }
    needle::StepFacts go(double by) { return step(by, std::fabs(by) / wanted_.speed_mm_s); }
    void note(const needle::StepFacts& facts, double force) {
        for (const needle::Puncture& fact : facts.punctures) {
            std::size_t which = 0;
            while (which + 1 < wanted_.layers.size() &&
                   wanted_.layers[which].enter < fact.path - 1e-9)
                ++which;
            punctures_.push_back({{"layer", wanted_.tissue.layers[which].name},
                                  {"hand_mm", step_.hand_at},
                                  {"force_N", force}});
        }
        row();
    }
    void row() {
        last_row_ = step_.hand_at;
        curve_.push_back({step_.hand_at, state_.axial_force_N, std::max(0.0, state_.tip_path)});
    }

    const Insertion& wanted_;
    needle::NeedleState state_;
    needle::TrackStep step_;
    double last_row_ = 0.0;
    double most_pull_N_ = 0.0;
    Json curve_ = Json::array();
    Json punctures_ = Json::array();
};

// Through a session's own block, its pieces as long as a session has them for a long needle.
Result<NeedleTrack> session_track(const Insertion& wanted) {
    constexpr double kPiece = 1.0;
    const auto site = session_site(wanted.tissue);
    if (!site) return site.error();
    const int count =
        std::clamp(static_cast<int>(std::ceil(wanted.depth / kPiece)), 1, tissue::kMostStations);
    const double spacing = wanted.depth / count;
    return NeedleTrack{(*site)->make_track({}, {0.0, -1.0, 0.0}, wanted.depth, spacing,
                                           0.5 * wanted.spec.diameter),
                       size_of(**site)};
}

Result<NeedleTrack> way_of(const Insertion& wanted) {
    if (wanted.is_rigid) return rigid_track(wanted.depth);
    if (wanted.on_session_mesh) return session_track(wanted);
    return track_through(wanted.tissue, wanted.depth, wanted.spec.diameter);
}

}  // namespace

Result<Json> run_insert(JsonReader& request, const softbody::Scale& scale) {
    Stopwatch watch;
    Insertion wanted = read_insertion(request);
    wanted.scale = scale;
    wanted.tissue.stiffness_scale = scale.elements;
    if (!request.status()) return request.status().error();
    auto way = way_of(wanted);
    if (!way) return way.error();
    watch.setup_ends();
    Drive drive(wanted, std::move(way->track));
    drive.move_to(wanted.depth);
    drive.hold(wanted.hold_s);
    Json answer;
    const double held_N = drive.force_N();
    if (wanted.retracts) {
        drive.turn();
        drive.move_to(0.0);
    }
    answer["curve"] = drive.curve();
    answer["punctures"] = drive.punctures();
    answer["hold_force_N"] = held_N;
    if (wanted.retracts) answer["retract_force_N"] = drive.most_pull_N();
    return with_size(answer, way->size, watch);
}

}  // namespace dryrun::lab
