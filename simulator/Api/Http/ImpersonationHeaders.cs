using Infra.Simulator.Api.Access;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Reads the headers <c>Impersonate-…</c>.</summary>
internal static class ImpersonationHeaders
{
    private const string ExtraPrefix = "Impersonate-Extra-";

    /// <summary>Reads the user that a request asks to act as; null for none.</summary>
    /// <exception cref="StatusException">Groups, a uid or extra values are given without a user.</exception>
    public static UserInfo? Read(IHeaderDictionary headers)
    {
        var extra = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (header, values) in headers)
        {
            if (header.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))
            {
                extra[Unescape(header[ExtraPrefix.Length..].ToLowerInvariant())] = [.. values.Select(value => value ?? "")];
            }
        }

        var user = new UserInfo
        {
            Name = First(headers, "Impersonate-User"),
            Uid = First(headers, "Impersonate-Uid"),
            Groups = [.. headers["Impersonate-Group"].Select(group => group ?? "")],
            Extra = extra,
        };
        if (user.Name.Length > 0)
        {
            return user;
        }

        return user.Uid.Length == 0 && user.Groups.Count == 0 && extra.Count == 0
            ? null
            : throw StatusException.BadRequest($"requested {Describe(user)} without impersonating a user name");
    }

    private static string First(IHeaderDictionary headers, string name) => headers[name] is [var first, ..] ? first ?? "" : "";

    /// <summary>Formats the user as Go formats the structure.</summary>
    private static string Describe(UserInfo user)
    {
        var extra = user.Extra.Select(entry => $"{GoFormat.Quote(entry.Key)}:{DescribeTexts(entry.Value)}");
        return $"&user.DefaultInfo{{Name:{GoFormat.Quote(user.Name)}, UID:{GoFormat.Quote(user.Uid)}, "
            + $"Groups:{(user.Groups.Count == 0 ? "[]string(nil)" : DescribeTexts(user.Groups))}, "
            + $"Extra:map[string][]string{(user.Extra.Count == 0 ? "(nil)" : $"{{{string.Join(", ", extra)}}}")}}}";
    }

    private static string DescribeTexts(IEnumerable<string> texts) => $"[]string{{{string.Join(", ", texts.Select(GoFormat.Quote))}}}";

    /// <summary>Decodes the percent-encoding of an extra key; a malformed key is taken literally.</summary>
    private static string Unescape(string key)
    {
        for (var i = key.IndexOf('%', StringComparison.Ordinal); i >= 0; i = key.IndexOf('%', i + 1))
        {
            if (i + 2 >= key.Length || !char.IsAsciiHexDigit(key[i + 1]) || !char.IsAsciiHexDigit(key[i + 2]))
            {
                return key;
            }
        }

        return Uri.UnescapeDataString(key);
    }
}
