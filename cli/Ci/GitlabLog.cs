using System.Globalization;

namespace Infra.Cli.Ci;

/// <summary>Sections of GitLab's job logs, which have no annotations.</summary>
internal sealed class GitlabLog(TimeProvider time) : JobLog
{
    private const string Erase = "\u001b[0K";

    private int _sections;

    public override string BeginGroup(string title) => $"{Erase}section_start:{Now}:infra_{++_sections}\r{Erase}{WithoutControls(title)}";

    public override string EndGroup() => $"{Erase}section_end:{Now}:infra_{_sections}\r{Erase}";

    public override string? Annotate(Annotation annotation) => null;

    public override string Neutralize(string line) =>
        line.Replace("section_start:", "section_start :", StringComparison.Ordinal)
            .Replace("section_end:", "section_end :", StringComparison.Ordinal);

    private string Now => time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
