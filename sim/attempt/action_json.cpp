// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "attempt/action_json.h"

#include <type_traits>
#include <utility>

namespace dryrun::attempt {
namespace {

using namespace events;

// One overload an action: its name, then its fields.
template <class Visit>
void describe(auto& action, Visit&& visit) {
    using A = std::remove_cvref_t<decltype(action)>;
    if constexpr (std::is_same_v<A, ChooseNeedle>) {
        visit("choose_needle");
        visit("needle", action.needle);
    } else if constexpr (std::is_same_v<A, MarkSite>) {
        visit("mark_site");
        visit("confidence", action.confidence);
    } else if constexpr (std::is_same_v<A, MarkLandmark>) {
        visit("mark_landmark");
        visit("name", action.name);
    } else if constexpr (std::is_same_v<A, StatePlan>) {
        visit("state_plan");
        visit("target", action.target);
        visit("structure_at_risk", action.structure_at_risk);
        visit("tilt_deg", action.tilt_deg);
        visit("medial_deg", action.medial_deg);
        visit("caudal_deg", action.caudal_deg);
        visit("expected_bone_depth_mm", action.expected_bone_depth);
        visit("stop_depth_mm", action.stop_depth);
        visit("strokes", action.strokes);
        visit("stop_rule", action.stop_rule);
    } else if constexpr (std::is_same_v<A, AskPatient>) {
        visit("ask_patient");
        visit("topic", action.topic);
    } else if constexpr (std::is_same_v<A, DoStep>) {
        visit("do_step");
        visit("step", action.step);
    } else if constexpr (std::is_same_v<A, ReportResponse>) {
        visit("report_response");
        visit("response", action.response);
    } else if constexpr (std::is_same_v<A, LeaveRoom>) {
        visit("leave_room");
    } else if constexpr (std::is_same_v<A, Finish>) {
        visit("finish");
        visit("reason", action.reason);
    } else {
        static_assert(std::is_same_v<A, UseAid>, "a new action needs its fields here");
        visit("use_aid");
        visit("aid", action.aid);
    }
}

struct Writer {
    Json& json;
    void operator()(const char* name) { json["do"] = name; }
    template <class T>
    void operator()(const char* key, const T& value) {
        json[key] = value;
    }
};

struct Namer {
    std::string name;
    void operator()(const char* own_name) { name = own_name; }
    template <class T>
    void operator()(const char*, T&) {}
};

struct Reader {
    JsonReader& json;
    void operator()(const char*) {}
    void operator()(const char* key, std::string& value) { value = json.text(key); }
    void operator()(const char* key, double& value) { value = json.number(key); }
};

// Calls `use` with a default action of each kind in turn until it returns true.
template <class Use, std::size_t... Index>
bool for_each_action(Use&& use, std::index_sequence<Index...>) {
    return (use(std::variant_alternative_t<Index, Action>{}) || ...);
}

}  // namespace

Json action_json(const Action& action) {
    Json json = Json::object();
    std::visit([&](const auto& body) { describe(body, Writer{json}); }, action);
    return json;
}

Result<Action> action_from_json(const Json& json, const std::string& place) {
    JsonReader reader(json, place);
    const std::string wanted = reader.text("do");
    Action action;
    const bool is_known = for_each_action(
        [&](auto body) {
            Namer namer;
            describe(body, namer);
            if (namer.name != wanted) return false;
            describe(body, Reader{reader});
            action = std::move(body);
            return true;
        },
        std::make_index_sequence<std::variant_size_v<Action>>{});
    if (!is_known) reader.fail("do", "\"" + wanted + "\" is no action");
    reader.finish();
    if (const Status status = reader.status(); !status.ok()) return status.error();
    return action;
}

}  // namespace dryrun::attempt
