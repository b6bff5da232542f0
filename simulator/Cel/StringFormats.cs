using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Infra.Kubernetes;
using Infra.Simulator.Cel.Functions;

namespace Infra.Simulator.Cel;

/// <summary>The formats of strings that schemas of custom resources may name.</summary>
internal static partial class StringFormats
{
    private static readonly FrozenDictionary<string, Func<string, bool>> _checks = new Dictionary<string, Func<string, bool>>
    {
        ["bsonobjectid"] = text => text.Length == 24 && text.All(char.IsAsciiHexDigit),
        ["uri"] = text => Url.Parse(text) is not null,
        ["email"] = IsEmail,
        ["hostname"] = text => text.Length <= 255 && HostName().IsMatch(text) && text.Split('.').All(part => part.Length <= 63),
        ["ipv4"] = text => text.Contains('.', StringComparison.Ordinal) && IsSloppyAddress(text),
        ["ipv6"] = text =>
            text.Contains(':', StringComparison.Ordinal)
            && !text.Contains('%', StringComparison.Ordinal)
            && IPAddress.TryParse(text, out _),
        ["cidr"] = IsSloppyNetwork,
        ["mac"] = text => MacAddress().IsMatch(text),
        ["uuid"] = text => Uuid().IsMatch(text),
        ["uuid3"] = text => Uuid().IsMatch(text) && Uuid3().IsMatch(text),
        ["uuid4"] = text => Uuid4().IsMatch(text),
        ["uuid5"] = text => Uuid5().IsMatch(text),
        ["isbn"] = text => IsIsbn10(text) || IsIsbn13(text),
        ["isbn10"] = IsIsbn10,
        ["isbn13"] = IsIsbn13,
        ["creditcard"] = IsCreditCard,
        ["ssn"] = text => SocialSecurityNumber().IsMatch(text),
        ["hexcolor"] = text => HexColor().IsMatch(text),
        ["rgbcolor"] = text => RgbColor().IsMatch(text),
        ["byte"] = text => Base64().IsMatch(text),
        ["password"] = _ => true,
        ["date"] = text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ["duration"] = IsDuration,
        ["datetime"] = IsDateTime,
        ["k8sshortname"] = text => ObjectNames.IsLabel(text),
        ["k8slongname"] = text => ObjectNames.IsSubdomain(text),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The check of a format; null if it is not known.</summary>
    public static Func<string, bool>? Find(string format) => _checks.GetValueOrDefault(format.Replace("-", "", StringComparison.Ordinal));

    private static bool IsEmail(string text)
    {
        var bare = text.Trim();
        if (bare.EndsWith('>') && bare.IndexOf('<', StringComparison.Ordinal) is >= 0 and var open)
        {
            bare = bare[(open + 1)..^1];
        }

        return Email().IsMatch(bare);
    }

    private static bool IsSloppyAddress(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return IPAddress.TryParse(text, out _);
        }

        var parts = text.Split('.');
        return parts.Length == 4
            && parts.All(part =>
                part.Length is > 0 and <= 4
                && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number <= 255
            );
    }

    private static bool IsSloppyNetwork(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var prefix))
        {
            return false;
        }

        var address = text[..slash];
        return address.Contains(':', StringComparison.Ordinal)
            ? prefix <= 128 && IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6
            : prefix <= 32 && IsSloppyAddress(address);
    }

    private static bool IsIsbn10(string text)
    {
        var digits = Compact(text);
        if (!Isbn10().IsMatch(digits))
        {
            return false;
        }

        var sum = Enumerable.Range(0, 10).Sum(index => (index + 1) * (digits[index] == 'X' ? 10 : digits[index] - '0'));
        return sum % 11 == 0;
    }

    private static bool IsIsbn13(string text)
    {
        var digits = Compact(text);
        return digits.Length == 13
            && digits.All(char.IsAsciiDigit)
            && Enumerable.Range(0, 13).Sum(index => (index % 2 == 0 ? 1 : 3) * (digits[index] - '0')) % 10 == 0;
    }

    private static bool IsCreditCard(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (!CreditCard().IsMatch(digits))
        {
            return false;
        }

        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var digit = digits[^(index + 1)] - '0';
            digit = index % 2 == 1 ? digit * 2 : digit;
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }

    private static string Compact(string text) => string.Concat(text.Where(character => character is not ('-' or ' ')));

    /// <summary>A duration as Go parses it, or a number with a unit in words.</summary>
    private static bool IsDuration(string text) =>
        TimeFunctions.ParseDuration(text) is not null || WordDuration().IsMatch(text.ToLowerInvariant());

    private static bool IsDateTime(string text) =>
        text.Length >= 4 && DateTimeForm().IsMatch(text) && Timestamps.TryParse(text.ToUpperInvariant().Replace(',', '.'), out _);

    [GeneratedRegex(
        @"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*|\[[^\]]*\])\z"
    )]
    private static partial Regex Email();

    [GeneratedRegex(
        @"^([a-zA-Z0-9\p{S}\p{L}]((-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?)|([a-zA-Z0-9\p{S}\p{L}](([a-zA-Z0-9-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?)(\.)){1,}([a-zA-Z\p{L}]){2,63})\z",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex HostName();

    [GeneratedRegex(
        @"^(([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}|([0-9A-Fa-f]{2}[:-]){7}[0-9A-Fa-f]{2}|([0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4})\z"
    )]
    private static partial Regex MacAddress();

    [GeneratedRegex(@"^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\z")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?3[0-9a-fA-F]{3}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\z")]
    private static partial Regex Uuid3();

    [GeneratedRegex(@"^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?4[0-9a-fA-F]{3}-?[89abAB][0-9a-fA-F]{3}-?[0-9a-fA-F]{12}\z")]
    private static partial Regex Uuid4();

    [GeneratedRegex(@"^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?5[0-9a-fA-F]{3}-?[89abAB][0-9a-fA-F]{3}-?[0-9a-fA-F]{12}\z")]
    private static partial Regex Uuid5();

    [GeneratedRegex(@"^[0-9]{9}[0-9X]\z")]
    private static partial Regex Isbn10();

    [GeneratedRegex(
        @"^(4[0-9]{12}([0-9]{3})?|5[1-5][0-9]{14}|6(011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}|3(0[0-5]|[68][0-9])[0-9]{11}|(2131|1800|35[0-9]{3})[0-9]{11})\z"
    )]
    private static partial Regex CreditCard();

    [GeneratedRegex(@"^[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}\z")]
    private static partial Regex SocialSecurityNumber();

    [GeneratedRegex(@"^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\z")]
    private static partial Regex HexColor();

    [GeneratedRegex(
        @"^rgb\(\s*(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])\s*,\s*(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])\s*,\s*(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])\s*\)\z"
    )]
    private static partial Regex RgbColor();

    [GeneratedRegex(@"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})\z")]
    private static partial Regex Base64();

    [GeneratedRegex(
        @"([0-9]+)\s*(ns|nanos?|nanoseconds?|us|\u00b5s|micros?|microseconds?|ms|millis?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?|hrs?|d|days?|w|weeks?|wks?)\z"
    )]
    private static partial Regex WordDuration();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.,][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex DateTimeForm();
}
