// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "render/glyphs.h"

#include <array>

namespace dryrun::render {
namespace {

constexpr std::uint32_t kFirst = 0x20;
constexpr Glyph kUnknown{7, "040g|0g7g|7g74|7404"};

// clang-format off
constexpr std::array<Glyph, 95> kAscii{{
    {4, ""},  // space
    {1, "0g08|0404"},  // !
    {3, "0g0c|3g3c"},  // "
    {8, "2g14|7g64|0c8c|0888"},  // #
    {7, "7e7g4g0g0a4a7a74340406|3i32"},  // $
    {9, "049g|2g0g0c2c4c4g2g|78585474949878"},  // %
    {8, "842a2g5g5c06044487"},  // &
    {1, "0g0c"},  // '
    {3, "3h0f0a0532"},  // (
    {3, "0h3f3a3502"},  // )
    {6, "3g3a|0e6c|6e0c"},  // *
    {8, "0989|4d45"},  // +
    {1, "1502"},  // ,
    {5, "0959"},  // -
    {1, "0404"},  // .
    {6, "036h"},  // /
    {7, "3g0g0a04344474797g4g3g"},  // 0
    {4, "0d3g|3g34"},  // 1
    {7, "0d0g4g7g7b4904|0474"},  // 2
    {7, "0g7g|7g3b|3b7b74340406"},  // 3
    {7, "545g|5g08|0878"},  // 4
    {7, "7g1g|1g0a|0a1b4b7b74340405"},  // 5
    {7, "6g3g0d0804344474787b4b1b08"},  // 6
    {7, "0g7g|7g24"},  // 7
    {7, "3a0a0g3g4g7g7a4a3a|3a0a043444747a4a3a"},  // 8
    {7, "1444777c7g4g3g0g0c0939697c"},  // 9
    {1, "0505|0b0b"},  // :
    {1, "1502|0b0b"},  // ;
    {6, "6d09|0965"},  // <
    {6, "0767|0b6b"},  // =
    {6, "0d69|6905"},  // >
    {6, "0e0g3g6g6b3b38|3434"},  // ?
    {9, "7c5c3c3a375777|7c77979a9g5g0g0a045474"},  // @
    {8, "044g|4g84|1777"},  // A
    {7, "040g|0g4g7g7a4a0a|0a4a8a844404"},  // B
    {8, "8d8g4g0g0a04448487"},  // C
    {8, "040g|0g4g8g8a844404"},  // D
    {7, "7g0g|0g04|0474|0a6a"},  // E
    {7, "7g0g|0g04|0a6a"},  // F
    {8, "8d8g4g0g0a0444848a|8a5a"},  // G
    {8, "040g|848g|0a8a"},  // H
    {1, "040g"},  // I
    {6, "6g6734340406"},  // J
    {7, "040g|7g09|2b84"},  // K
    {7, "0g04|0474"},  // L
    {10, "040g|0g58|58ag|aga4"},  // M
    {8, "040g|0g84|848g"},  // N
    {8, "4g0g0a0444848a8g4g"},  // O
    {8, "040g|0g4g8g884808"},  // P
    {8, "4g0g0a0444848a8g4g|5793"},  // Q
    {8, "040g|0g4g8g894909|4984"},  // R
    {8, "7e7g4g0g0a4a8a84440406"},  // S
    {8, "0g8g|4g44"},  // T
    {8, "0g0804448488|888g"},  // U
    {8, "0g44|448g"},  // V
    {12, "0g34|346d|6d94|94cg"},  // W
    {8, "0g84|048g"},  // X
    {8, "0g4a|4a8g|4a44"},  // Y
    {8, "0g8g|8g04|0484"},  // Z
    {3, "3h0h|0h02|0232"},  // [
    {6, "0h63"},  // backslash
    {3, "0h3h|3h32|3202"},  // ]
    {6, "0c3g|3g6c"},  // ^
    {7, "0272"},  // _
    {2, "0g2d"},  // `
    {7, "7c74|7a7c3c0c0804347476"},  // a
    {7, "0g04|0a0c4c7c7874440406"},  // b
    {6, "6a6c3c0c0804346466"},  // c
    {7, "7g74|7a7c3c0c0804347476"},  // d
    {7, "0878|787c4c0c0804446475"},  // e
    {5, "5g2g2c24|0c5c"},  // f
    {7, "7c7370401001|7a7c3c0c0804347476"},  // g
    {7, "0g04|090c4c7c7974"},  // h
    {1, "0c04|0g0g"},  // i
    {3, "2c232000|2g2g"},  // j
    {6, "0g04|6c08|2a64"},  // k
    {2, "0g0424"},  // l
    {10, "0c04|090c3c5c5954|595c8caca9a4"},  // m
    {7, "0c04|090c4c7c7974"},  // n
    {7, "3c0c0804344474787c4c3c"},  // o
    {7, "0c00|0a0c4c7c7874440406"},  // p
    {7, "7c70|7a7c3c0c0804347476"},  // q
    {5, "0c04|090c3c5c"},  // r
    {6, "6b6c3c0c08386864340405"},  // s
    {5, "2g262454|0c5c"},  // t
    {7, "0c0804347478|7c74"},  // u
    {6, "0c34|346c"},  // v
    {10, "0c24|245b|5b84|84ac"},  // w
    {6, "0c64|046c"},  // x
    {7, "0c34|7c341000"},  // y
    {6, "0c6c|6c04|0464"},  // z
    {4, "4h2h2b0a|0a292242"},  // {
    {1, "0h02"},  // |
    {4, "0h2h2b4a|4a292202"},  // }
    {8, "080b4b48488b8c"},  // ~
}};
// clang-format on

}  // namespace

Glyph glyph_of(std::uint32_t code_point) {
    switch (code_point) {
        case 0xB0:
            return {4, "2g0g0c2c4c4g2g"};  // degree
        case 0xB1:
            return {7, "0a7a|3e36|0474"};  // plus or minus
        case 0xB2:
            return {4, "0f0g2g4g4e08|0848"};  // squared
        case 0xB7:
            return {1, "0909"};  // middle dot
        case 0xD7:
            return {6, "0c66|6c06"};  // times
        case 0x2013:                  // en dash
        case 0x2212:
            return {7, "0979"};  // minus
        case 0x2019:
            return {1, "1g0c"};  // apostrophe
        case 0x2264:
            return {6, "6e0a|0a66|0464"};  // at most
        case 0x2265:
            return {6, "0e6a|6a06|0464"};  // at least
        default:
            break;
    }
    if (code_point < kFirst || code_point >= kFirst + kAscii.size()) return kUnknown;
    return kAscii[code_point - kFirst];
}

}  // namespace dryrun::render
