using Infra.Kubernetes;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Functions;

/// <summary>A named format and its check, which returns what is wrong with a string.</summary>
/// <param name="Name">The name in expressions.</param>
/// <param name="PatternLength">The length of its regular expression, by which its cost is estimated.</param>
/// <param name="FindProblems">The check.</param>
internal sealed record NamedFormat(string Name, int PatternLength, Func<string, IEnumerable<string>> FindProblems) : ICelOpaque
{
    public string TypeName => "kubernetes.NamedFormat";
}

/// <summary>Functions of named formats.</summary>
internal static class FormatFunctions
{
    private static readonly NamedFormat[] _formats =
    [
        new("dns1123Label", 30, ObjectNames.LabelProblems),
        new("dns1123Subdomain", 60, ObjectNames.SubdomainProblems),
        new("dns1035Label", 30, ObjectNames.Rfc1035LabelProblems),
        new("qualifiedName", 60, ObjectNames.LabelKeyProblems),
        new("dns1123LabelPrefix", 30, text => ObjectNames.LabelProblems(MaskDash(text))),
        new("dns1123SubdomainPrefix", 60, text => ObjectNames.SubdomainProblems(MaskDash(text))),
        new("dns1035LabelPrefix", 30, text => ObjectNames.Rfc1035LabelProblems(MaskDash(text))),
        new("labelValue", 40, ObjectNames.LabelValueProblems),
        new("uri", 1000, text => Url.Parse(text) is null ? [$"parse \"{text}\": invalid URI for request"] : []),
        Create("uuid", "uuid", 80, "does not match the UUID format"),
        Create("byte", "byte", 80, "invalid base64"),
        Create("date", "date", 120, "invalid date"),
        Create("datetime", "datetime", 120, "invalid datetime"),
    ];

    /// <summary>The names of the formats.</summary>
    public static IEnumerable<string> Names => _formats.Select(format => format.Name);

    public static Dictionary<string, Func<object?[], object?>> All { get; } =
        new(_formats.Select(format => new KeyValuePair<string, Func<object?[], object?>>($"format.{format.Name}", _ => format)))
        {
            ["format.named"] = values =>
                values is not [string name] ? CelError.NoSuchOverload
                : _formats.FirstOrDefault(format => format.Name == name) is { } found ? CelOptional.Of(found)
                : CelOptional.None,
            ["validate"] = values =>
                values is not [NamedFormat format, string text] ? CelError.NoSuchOverload
                : format.FindProblems(text).ToArray<object?>() is { Length: > 0 } problems ? CelOptional.Of(problems)
                : CelOptional.None,
        };

    private static NamedFormat Create(string name, string format, int length, string problem) =>
        new(name, length, text => StringFormats.Find(format)!(text) ? [] : [problem]);

    /// <summary>A prefix may end with a dash.</summary>
    private static string MaskDash(string text) => text.Length > 1 && text.EndsWith('-') ? text[..^2] + "a" : text;
}
