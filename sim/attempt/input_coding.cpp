// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "attempt/input_coding.h"

#include <array>

#include "attempt/action_json.h"
#include "attempt/bytes.h"

namespace dryrun::attempt {
namespace {

using events::InputSample;

constexpr double kLengthGrid = 1024.0;
constexpr double kDirectionGrid = 1048576.0;
constexpr double kAngleGrid = 64.0;
constexpr std::int64_t kLargestStep = std::int64_t{1} << 40;

// Bits of the field mask: those that change most come first, so that the mask is one byte.
constexpr std::size_t kNumbers = 17;
constexpr std::array<double, kNumbers> kGrids = {
    kLengthGrid,    kLengthGrid,    kLengthGrid,    kLengthGrid,   // needle position, travel
    kLengthGrid,    kLengthGrid,    kLengthGrid,    kLengthGrid,   // pads' position, press
    kDirectionGrid, kDirectionGrid, kDirectionGrid, kAngleGrid,    // needle direction, rotation
    kLengthGrid,                                                   // swab's press
    kDirectionGrid, kDirectionGrid, kDirectionGrid, kLengthGrid};  // across, spread
constexpr std::uint64_t kFlagsBit = std::uint64_t{1} << kNumbers;
constexpr std::uint64_t kActionsBit = std::uint64_t{1} << (kNumbers + 1);

template <class Sample>  // const or not
auto numbers_of(Sample& sample) {
    auto& n = sample.needling_hand;
    auto& p = sample.palpating_hand;
    using Pointer = decltype(&n.travel);
    return std::array<Pointer, kNumbers>{
        &n.position.x,  &n.position.y,   &n.position.z, &n.travel,      &p.position.x,
        &p.position.y,  &p.position.z,   &p.press_N,    &n.direction.x, &n.direction.y,
        &n.direction.z, &n.rotation_deg, &n.press_N,    &p.across.x,    &p.across.y,
        &p.across.z,    &p.spread};
}

std::uint64_t flags_of(const InputSample& sample) {
    const auto& p = sample.palpating_hand;
    return (p.is_on_patient ? 1U : 0U) | (p.is_held ? 2U : 0U) |
           static_cast<unsigned>(p.grip) << 2 |
           static_cast<unsigned>(sample.needling_hand.tool) << 4;
}

bool set_flags(InputSample& sample, std::uint64_t flags) {
    const std::uint64_t grip = (flags >> 2) & 3;
    const std::uint64_t tool = flags >> 4;
    if (grip > static_cast<std::uint64_t>(events::PadGrip::Pincer) ||
        tool > static_cast<std::uint64_t>(events::Tool::Swab))
        return false;
    sample.palpating_hand.is_on_patient = (flags & 1) != 0;
    sample.palpating_hand.is_held = (flags & 2) != 0;
    sample.palpating_hand.grip = static_cast<events::PadGrip>(grip);
    sample.needling_hand.tool = static_cast<events::Tool>(tool);
    return true;
}

bool are_hands_equal(const InputSample& a, const InputSample& b) {
    return a.palpating_hand == b.palpating_hand && a.needling_hand == b.needling_hand;
}

std::int64_t steps(double value, double grid) {
    return static_cast<std::int64_t>(value * grid);
}

std::string actions_text(const std::vector<events::Action>& actions) {
    Json list = Json::array();
    for (const events::Action& action : actions) list.push_back(action_json(action));
    return list.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void code_change(std::string& bytes, const InputSample& before, const InputSample& sample) {
    const auto old_numbers = numbers_of(before);
    const auto new_numbers = numbers_of(sample);
    std::uint64_t mask = 0;
    std::string fields;
    for (std::size_t i = 0; i < kNumbers; ++i) {
        const std::int64_t difference =
            steps(*new_numbers[i], kGrids[i]) - steps(*old_numbers[i], kGrids[i]);
        if (difference == 0) continue;
        mask |= std::uint64_t{1} << i;
        put_signed(fields, difference);
    }
    if (flags_of(sample) != flags_of(before)) {
        mask |= kFlagsBit;
        put_varint(fields, flags_of(sample));
    }
    if (!sample.actions.empty()) {
        mask |= kActionsBit;
        put_text(fields, actions_text(sample.actions));
    }
    put_varint(bytes, mask);
    bytes += fields;
}

Status read_actions(std::string_view text, InputSample& sample, const std::string& place) {
    const Result<Json> list = parse_json(text, place);
    if (!list) return list.error();
    if (!list->is_array()) return bad_input(place, "actions are no list");
    for (const Json& json : *list) {
        Result<events::Action> action = action_from_json(json, place);
        if (!action) return action.error();
        sample.actions.push_back(std::move(*action));
    }
    return {};
}

Status read_change(ByteReader& reader, InputSample& sample, const std::string& place) {
    const std::uint64_t mask = reader.varint();
    if (mask == 0 || mask >= kActionsBit << 1) return bad_input(place, "no such input fields");
    const auto numbers = numbers_of(sample);
    for (std::size_t i = 0; i < kNumbers; ++i) {
        if ((mask & (std::uint64_t{1} << i)) == 0) continue;
        const std::int64_t difference = reader.signed_varint();
        if (difference > kLargestStep || difference < -kLargestStep)
            return bad_input(place, "a hand moves farther than there is room");
        *numbers[i] = static_cast<double>(steps(*numbers[i], kGrids[i]) + difference) / kGrids[i];
    }
    if ((mask & kFlagsBit) != 0 && !set_flags(sample, reader.varint()))
        return bad_input(place, "no such grip or tool");
    if ((mask & kActionsBit) != 0) {
        const Status read = read_actions(reader.text(), sample, place);
        if (!read.ok()) return read;
    }
    if (!reader.is_ok()) return bad_input(place, "the inputs end inside a sample");
    if (!(events::on_grid(sample) == sample)) return bad_input(place, "an input is off its grid");
    return {};
}

}  // namespace

std::string code_samples(std::span<const InputSample> samples) {
    std::string bytes;
    InputSample before;
    std::uint64_t unchanged = 0;
    for (const InputSample& sample : samples) {
        if (sample.actions.empty() && are_hands_equal(sample, before)) {
            ++unchanged;
            continue;
        }
        put_varint(bytes, unchanged);
        unchanged = 0;
        code_change(bytes, before, sample);
        before.palpating_hand = sample.palpating_hand;
        before.needling_hand = sample.needling_hand;
    }
    if (unchanged > 0) put_varint(bytes, unchanged);
    return bytes;
}

Result<std::vector<InputSample>> decode_samples(std::string_view bytes, std::size_t count,
                                                const std::string& place) {
    std::vector<InputSample> samples;
    samples.reserve(count);
    ByteReader reader(bytes);
    InputSample sample;
    while (samples.size() < count) {
        const std::uint64_t unchanged = reader.varint();
        if (!reader.is_ok() || unchanged > count - samples.size())
            return bad_input(place, "the inputs do not cover their ticks");
        samples.insert(samples.end(), static_cast<std::size_t>(unchanged), sample);
        if (samples.size() == count) break;
        const Status read = read_change(reader, sample, place);
        if (!read.ok()) return read.error();
        samples.push_back(sample);
        sample.actions.clear();
    }
    if (!reader.is_at_end()) return bad_input(place, "there are more inputs than ticks");
    return samples;
}

}  // namespace dryrun::attempt
