using System.Globalization;
using System.Text.RegularExpressions;

namespace Infra.Backend.Settings.Values;

/// <summary>A release of K3s: Kubernetes' version and K3s' own revision.</summary>
/// <param name="Minor">Kubernetes' minor version.</param>
/// <param name="Patch">Kubernetes' patch version.</param>
/// <param name="Candidate">The number of the release candidate; null for a release.</param>
/// <param name="Revision">K3s' revision.</param>
internal sealed partial record K3sVersion(int Minor, int Patch, int? Candidate, int Revision)
{
    /// <summary>The form of a version, as a regular expression for editors too.</summary>
    public const string Pattern = "^v1[.][0-9]{1,4}[.][0-9]{1,4}(-rc[0-9]{1,4})?[-+]k3s[0-9]{1,4}$";

    /// <summary>The tag of the image. Tags cannot have a plus sign.</summary>
    public string Tag => Format('-');

    /// <summary>The version as the nodes report it.</summary>
    public override string ToString() => Format('+');

    public static bool TryParse(string text, out K3sVersion? version)
    {
        var match = Form().Match(text);
        version = match.Success
            ? new K3sVersion(
                Number(match, "minor"),
                Number(match, "patch"),
                match.Groups["candidate"].Success ? Number(match, "candidate") : null,
                Number(match, "revision")
            )
            : null;
        return match.Success;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private string Format(char separator) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"v1.{Minor}.{Patch}{(Candidate is { } number ? $"-rc{number}" : "")}{separator}k3s{Revision}"
        );

    [GeneratedRegex(
        "^v1[.](?<minor>[0-9]{1,4})[.](?<patch>[0-9]{1,4})(-rc(?<candidate>[0-9]{1,4}))?[-+]k3s(?<revision>[0-9]{1,4})\\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Form();
}
