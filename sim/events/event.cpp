// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "events/event.h"

#include <cmath>
#include <limits>
#include <type_traits>

namespace dryrun::events {
namespace {

// A millionth of a unit is finer than anything measured here and keeps the lines short.
constexpr double kDecimals = 1e6;

Json number_json(double value) {
    if (!std::isfinite(value)) return nullptr;
    const double rounded = std::floor(value * kDecimals + 0.5) / kDecimals;
    return std::isfinite(rounded) ? rounded + 0.0 : value;
}

struct Writer {
    Json& json;
    void operator()(const char* key, const std::string& value) { json[key] = value; }
    void operator()(const char* key, double value) { json[key] = number_json(value); }
    void operator()(const char* key, bool value) { json[key] = value; }
    void operator()(const char* key, std::int64_t value) { json[key] = value; }
    void operator()(const char* key, const Vec3& v) {
        json[key] = Json::array({number_json(v.x), number_json(v.y), number_json(v.z)});
    }
};

struct Reader {
    JsonReader& json;
    void operator()(const char* key, std::string& value) { value = json.text(key); }
    void operator()(const char* key, double& value) {
        value = json.has(key) ? json.number(key) : std::numeric_limits<double>::quiet_NaN();
    }
    void operator()(const char* key, bool& value) { value = json.boolean(key); }
    void operator()(const char* key, std::int64_t& value) {
        value = json.integer(key, std::numeric_limits<std::int64_t>::min(),
                             std::numeric_limits<std::int64_t>::max());
    }
    void operator()(const char* key, Vec3& value) { value = json.vec3(key); }
};

struct Namer {
    std::vector<std::string>& fields;
    template <class T>
    void operator()(const char* key, T&) {
        fields.emplace_back(key);
    }
};

// Calls `use` with a default value of each event type in turn until it returns true.
template <class Use, std::size_t... Index>
bool for_each_type(Use&& use, std::index_sequence<Index...>) {
    return (use(std::variant_alternative_t<Index, EventBody>{}) || ...);
}
constexpr auto kEveryType = std::make_index_sequence<std::variant_size_v<EventBody>>{};

}  // namespace

std::string_view type_of(const Event& event) {
    return std::visit([](const auto& body) { return body.kType; }, event.body);
}

Json to_json(const Event& event) {
    Json json = Json::object();
    json["id"] = event.id;
    json["tick"] = event.tick;
    json["type"] = type_of(event);
    std::visit(
        [&](const auto& body) {
            std::remove_cvref_t<decltype(body)>::each_field(body, Writer{json});
        },
        event.body);
    return json;
}

Result<Event> event_from_json(const Json& json, const std::string& place) {
    JsonReader reader(json, place);
    Event event;
    event.id = reader.integer("id", 0, std::numeric_limits<std::int64_t>::max());
    event.tick = reader.integer("tick", 0, std::numeric_limits<std::int64_t>::max());
    const std::string type = reader.text("type");
    const bool is_known = for_each_type(
        [&](auto body) {
            if (decltype(body)::kType != type) return false;
            decltype(body)::each_field(body, Reader{reader});
            event.body = std::move(body);
            return true;
        },
        kEveryType);
    if (!is_known) reader.fail("type", "\"" + type + "\" is no event type");
    reader.finish();
    if (const Status status = reader.status(); !status.ok()) return status.error();
    return event;
}

std::vector<EventDescription> describe_events() {
    std::vector<EventDescription> descriptions;
    for_each_type(
        [&](auto body) {
            EventDescription description{decltype(body)::kType, {}};
            decltype(body)::each_field(body, Namer{description.fields});
            descriptions.push_back(std::move(description));
            return false;
        },
        kEveryType);
    return descriptions;
}

}  // namespace dryrun::events
