// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "lab/lab.h"

#include "cli/commands.h"
#include "core/file.h"

namespace dryrun::cli {
namespace {

// What a reader of a request must know and cannot look up in its keys.
constexpr const char* kFooter =
    "FILE is one JSON object with \"experiment\" and what it wants; docs/lab.md lists all keys.\n"
    "Axes: x, y along the skin, z out of it. mm, N, kPa, s.\n"
    "\n"
    "\"stiffening\": b, 0 or more, in\n"
    "  W = mu (exp(b q) - 1) / 2b + lambda/2 ln(J)^2,  q = I1 - 3 - 2 ln J\n"
    "At small strain it changes nothing; b = 0 is mu/2 q. With fibres there comes\n"
    "  (alpha + beta ln J) (I4 - 1) + gamma g(I4) - alpha/2 (I5 - 1)   (Bonet and Burton 1998)\n"
    "whose constants give the stated moduli at small strain; g is (I4 - 1)^2 where fibres are\n"
    "stretched and ln(I4)^2 where they are shortened.\n"
    "\"geometry\":\"small\" asks for small strains; an experiment with a clock is always small.";

int run_lab(const std::string& file) {
    const bool is_piped = file == "-";
    const auto text = read_file(is_piped ? "/dev/stdin" : file);
    if (!text) return report(text.error());
    const auto answer = lab::run(*text, is_piped ? "standard input" : file);
    return answer ? print_json(*answer) : report(answer.error());
}

}  // namespace

void add_lab(CLI::App& program, Invocation& invocation) {
    std::string names;
    for (const std::string& name : lab::experiments()) names += (names.empty() ? "" : ", ") + name;
    auto* command = program.add_subcommand(
        "lab", "One virtual experiment on the simulator's own mechanics, as JSON: " + names);
    auto file = std::make_shared<std::string>();
    auto format = std::make_shared<std::string>();
    command->add_option("FILE", *file, "The experiment; - reads standard input")->required();
    add_format(*command, *format, {"json"});
    command->footer(kFooter);
    command->callback([file, &invocation] { invocation.exit_code = run_lab(*file); });
}

}  // namespace dryrun::cli
