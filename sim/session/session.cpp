// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "session/session.h"

#include <utility>

#include "approach/line.h"
#include "core/json.h"
#include "session/briefing.h"
#include "session/running.h"

namespace dryrun::session {

struct Session::State {
    Running running;
};

namespace {

std::string describe(const anatomy::BodyParameters& body) {
    return std::string(anatomy::name_of(body.sex)) + ", " + fixed_text(body.stature, 0) + " mm, " +
           fixed_text(body.mass_kg, 1) + " kg, " + fixed_text(body.age_years, 0) + " years, " +
           std::string(anatomy::name_of(body.posture));
}

physiology::PressureThresholds thresholds_of(const scenario::Patient& patient) {
    return {patient.pressure_pain_threshold_kPa, patient.latent_threshold_kPa,
            patient.active_threshold_kPa};
}

physiology::PatientRisk risk_of(const scenario::Scenario& scenario) {
    const scenario::Patient& patient = scenario.patient;
    physiology::PatientRisk risk;
    risk.is_antithrombotic = patient.is_antithrombotic;
    risk.is_first_visit = patient.is_first_visit;
    risk.is_fasting = patient.is_fasting;
    risk.has_fainted_before = patient.has_fainted_before;
    risk.is_female = scenario.body.sex == anatomy::Sex::Female;
    risk.fear_nrs = patient.fear_nrs;
    return risk;
}

// Where this attempt's trigger points are; known to the body only.
Status place_points(Running& running) {
    auto parameters = physiology::read_response_parameters();
    if (!parameters) return parameters.error();
    const scenario::Scenario& scenario = running.scenario;
    physiology::Body& body = running.body;
    body.thresholds = thresholds_of(scenario.patient);
    std::vector<physiology::TriggerPointPlacement> placements = scenario.trigger_points;
    if (scenario.drawn_trigger_points) {
        auto drawn = physiology::draw_placements(*running.atlas, *scenario.drawn_trigger_points,
                                                 running.seed);
        if (!drawn) return drawn.error();
        placements.insert(placements.end(), drawn->begin(), drawn->end());
    }
    auto points = physiology::place_trigger_points(*running.atlas, placements, body.thresholds,
                                                   parameters->point, running.seed,
                                                   running.options.trigger_point_shift);
    if (!points) return points.error();
    body.atlas = running.atlas.get();
    body.points = *std::move(points);
    body.parameters = *std::move(parameters);
    body.risk = risk_of(scenario);
    body.planned = scenario.planned_events;
    auto wrong = physiology::check_planned_events(body.planned, body.parameters.emergencies);
    if (!wrong.empty()) {
        wrong.front().place.insert(0, scenario.name + ": ");
        return std::move(wrong.front());
    }
    body.seed = running.seed;
    auto materials = tissue::MaterialTable::read_shipped();
    if (!materials) return materials.error();
    running.sites.emplace(running.atlas, *std::move(materials),
                          physiology::bands_of(body.points, &running.band_of),
                          running.options.scale.elements, running.options.wait_watch);
    return {};
}

Behind what_is_behind(const Running& running) {
    const approach::Site* site =
        approach::find_site(running.needling_sites, running.scenario.target_muscle);
    if (site == nullptr || !site->is_backdrop_required) return {};
    const auto& bones = site->backdrop_bones;
    const bool is_rib = std::find(bones.begin(), bones.end(), "rib.") != bones.end();
    return {is_rib, !is_rib && !bones.empty() && site->limit.stops_at_bone};
}

Status prepare(Running& running) {
    const scenario::Scenario& scenario = running.scenario;
    running.atlas = running.options.atlas;
    if (!running.atlas) {
        auto atlas = anatomy::Atlas::make(scenario.body);
        if (!atlas) return atlas.error();
        running.atlas = *std::move(atlas);
    }
    std::shared_ptr<const anatomy::Atlas> textbook =
        scenario.body.seed ? running.options.textbook : running.atlas;
    if (!textbook) {
        anatomy::BodyParameters usual = scenario.body;
        usual.seed.reset();
        auto made = anatomy::Atlas::make(usual);
        if (!made) return made.error();
        textbook = *std::move(made);
    }
    auto stocked = stocked_needles(scenario);
    if (!stocked) return stocked.error();
    running.stocked = *std::move(stocked);
    auto sites = approach::read_shipped_sites();
    if (!sites) return sites.error();
    running.needling_sites = *std::move(sites);
    const approach::Site* site =
        approach::find_site(running.needling_sites, scenario.target_muscle);
    auto briefing =
        brief(scenario, *textbook, running.stocked, angle_rule(running), what_is_behind(running),
              site ? site->found_by : std::vector<std::string>{});
    if (!briefing) return briefing.error();
    running.briefing = *std::move(briefing);
    auto phrases = patient::Phrases::read_shipped();
    if (!phrases) return phrases.error();
    running.phrases = *std::move(phrases);
    running.percepts.landmarks = seen_landmarks(*running.atlas, running.seed);
    return place_points(running);
}

void finish_if_due(Running& running) {
    if (running.tick + 1 >= kLongestAttempt && running.decided.finish_reason.empty()) {
        running.decided.finish_reason = "time_over";
    }
    if (running.decided.finish_reason.empty()) return;
    running.is_finished = true;
    tell_endings(running);
    emit(running,
         events::SessionFinished{running.decided.finish_reason, running.insertion.has_value(),
                                 running.decided.needles_opened, running.decided.needles_disposed});
}

}  // namespace

void emit(Running& running, events::EventBody body) {
    running.events.push_back(
        {static_cast<std::int64_t>(running.events.size()), running.tick, std::move(body)});
    running.event_hash.add(std::string_view(events::to_json(running.events.back()).dump()));
}

std::vector<double> lengths_of(const std::vector<needle::NeedleSpec>& stocked) {
    std::vector<double> lengths;
    for (const auto& spec : stocked) lengths.push_back(spec.length);
    return lengths;
}

namespace {

approach::SafeCone cone_of_point(const Running& running, std::string_view muscle,
                                 std::string_view point) {
    return approach::cone_of(approach::find_site(running.needling_sites, muscle), point,
                             running.scenario.needle_tilt_deg, lengths_of(running.stocked));
}

}  // namespace

approach::SafeCone safe_cone(const Running& running, const physiology::TriggerPoint& target) {
    return cone_of_point(running, running.atlas->structure(target.muscle).name, target.site);
}

approach::AngleRule angle_rule(const Running& running) {
    const scenario::Scenario& scenario = running.scenario;
    const auto& points = scenario.trigger_points;
    const auto placed = std::find_if(points.begin(), points.end(), [&](const auto& point) {
        return point.muscle == scenario.target_muscle;
    });
    return cone_of_point(running, scenario.target_muscle,
                         placed == points.end() ? "" : placed->site)
        .rule;
}

const physiology::TriggerPoint* nearest_active(const Running& running, const Vec3& at) {
    const physiology::TriggerPoint* nearest = nullptr;
    double least = 0.0;
    for (const auto& point : running.body.points) {
        if (point.kind != physiology::PointKind::Active) continue;
        const double off = physiology::anisotropic_distance(point, at);
        if (!nearest || off < least) {
            nearest = &point;
            least = off;
        }
    }
    return nearest;
}

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::start(const scenario::Scenario& scenario,
                                                std::uint64_t seed, const SessionOptions& options) {
    auto state = std::make_unique<State>();
    Running& running = state->running;
    running.scenario = scenario;
    running.seed = seed;
    running.options = options;
    if (const Status status = prepare(running); !status) return status.error();
    emit(running, events::SessionStarted{scenario.name, describe(scenario.body)});
    return std::unique_ptr<Session>(new Session(std::move(state)));
}

void Session::step(const events::InputSample& sample) {
    Running& running = state_->running;
    if (running.is_finished) return;
    // What start() emitted counts as new in the first tick.
    running.first_new_event = running.tick == 0 ? 0 : running.events.size();
    TickWork work;
    work.hands = running.grid.put(sample);
    decide(work.hands.actions, running, work);
    find_tissue(running, work);
    touch(running, work);
    follow_needle(running, work);
    respond(running, work);
    watch_safety(running, work);
    perceive(running, work);
    finish_if_due(running);
    ++running.tick;
}

std::int64_t Session::tick() const {
    return state_->running.tick;
}
bool Session::is_finished() const {
    return state_->running.is_finished;
}
const Briefing& Session::briefing() const {
    return state_->running.briefing;
}
const Percepts& Session::percepts() const {
    return state_->running.percepts;
}
const std::vector<events::Event>& Session::events() const {
    return state_->running.events;
}
std::size_t Session::first_new_event() const {
    return state_->running.first_new_event;
}

std::uint64_t Session::state_hash() const {
    const Running& running = state_->running;
    StateHasher hasher;
    hasher.add(running.tick);
    hasher.add(running.event_hash.value());
    for (const auto& point : running.body.points) point.hash(hasher);
    running.sites->hash(hasher);
    running.fingers.hash(hasher);
    hasher.add(std::span<const double>(running.surface_N));
    running.needle.hash(hasher);
    hasher.add(std::span<const double>(running.band_active_kPa));
    hasher.add(running.insertion.has_value());
    if (running.insertion) running.insertion->hash(hasher);
    hasher.add(running.pressing_on_skin);
    hasher.add(running.on_bone);
    running.response.hash(hasher);
    hasher.add(running.last_jump);
    running.patient.hash(hasher);
    running.line_watch.hash(hasher);
    running.hazard_watch.hash(hasher);
    running.stop_watch.hash(hasher);
    running.press_log.hash(hasher);
    running.exit_log.hash(hasher);
    hasher.add(running.is_bracketing);
    hasher.add(running.is_fold_raised);
    hasher.add(running.is_digit_warned);
    hasher.add(running.is_digit_stuck);
    return hasher.value();
}

Snapshot Session::snapshot() const {
    const Running& running = state_->running;
    Snapshot snapshot;
    snapshot.tick = running.tick;
    snapshot.atlas = running.atlas;
    snapshot.site = running.sites->site();
    snapshot.fingers = running.fingers;
    snapshot.needle = running.needle;
    snapshot.needle.next_track.reset();  // the steps go on with it
    snapshot.needle_spec = running.decided.needle;
    snapshot.is_in_guide_tube = running.is_in_guide_tube;
    snapshot.percepts = running.percepts;
    snapshot.twitch_activation = physiology::twitch_activation(
        running.body.parameters.twitch, running.response.twitch, running.tick);
    snapshot.bands = running.sites->bands();
    snapshot.loads.surface_N = running.surface_N;
    snapshot.loads.band_active_kPa = running.band_active_kPa;
    if (running.needle.track) {
        snapshot.track = std::make_shared<const tissue::Track>(*running.needle.track);
        snapshot.loads.track = snapshot.track.get();
        snapshot.loads.track_N = running.needle.block_load_N;
    }
    return snapshot;
}

Phase Session::phase() const {
    const Running& running = state_->running;
    if (running.needle.tip_state != needle::TipState::Free) return Phase::Needling;
    return running.percepts.is_touching ? Phase::Pressing : Phase::Idle;
}
int Session::elements() const {
    const auto& site = state_->running.sites->site();
    return site ? site->element_count() : 0;
}
int Session::degrees_of_freedom() const {
    const auto& site = state_->running.sites->site();
    return site ? site->degrees_of_freedom() : 0;
}

}  // namespace dryrun::session
