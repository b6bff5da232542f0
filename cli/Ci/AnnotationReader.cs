using System.Globalization;
using System.Text.RegularExpressions;
using Infra.Engine.Events;

namespace Infra.Cli.Ci;

/// <summary>Finds the places that messages name, as <c>file:line: text</c>, for annotations.</summary>
/// <param name="root">The folder of the repository's checkout, which paths of annotations are relative to.</param>
internal sealed partial class AnnotationReader(string root)
{
    private const int MaximumLength = 4_000;

    /// <summary>The variables with the checkout, of GitHub, GitLab and Azure.</summary>
    private static readonly string[] Checkouts = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"];

    /// <param name="environment">Reads an environment variable.</param>
    public static AnnotationReader Create(Func<string, string?> environment) =>
        new(Checkouts.Select(environment).FirstOrDefault(folder => !string.IsNullOrEmpty(folder)) ?? Environment.CurrentDirectory);

    /// <summary>Reads a message: an annotation for each line with a place, or one for the whole.</summary>
    public IReadOnlyList<Annotation> Read(DiagnosticSeverity severity, string message, string directory)
    {
        Annotation[] placed =
        [
            .. from line in message.Split('\n')
            let match = Place().Match(line)
            where match.Success
            let file = Path.GetFullPath(match.Groups["file"].Value, directory)
            where File.Exists(file)
            select At(
                severity,
                match.Groups["text"].Value,
                file,
                int.TryParse(match.Groups["line"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1
            ),
        ];
        return placed.Length > 0 ? placed : [new Annotation(severity, Shorten(message))];
    }

    /// <summary>An annotation of a place.</summary>
    public Annotation At(DiagnosticSeverity severity, string message, string file, int line) =>
        new(severity, Shorten(message), Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/'), line);

    private static string Shorten(string message) =>
        message.Trim() is { Length: > MaximumLength } text ? $"{text[..MaximumLength]}…" : message.Trim();

    [GeneratedRegex(
        @"^\s*(?:error: )?(?<file>[^:\0]{1,1000}):(?<line>[0-9]{1,9})(?::[0-9]+)?: (?<text>.+)$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Place();
}
