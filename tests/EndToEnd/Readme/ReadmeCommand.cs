using System.Globalization;
using System.Text.RegularExpressions;
using EndToEnd.Support;

namespace EndToEnd.Readme;

/// <summary>What a command of the README needs besides the .NET SDK.</summary>
public enum Requirement
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>kubectl on the PATH.</summary>
    Kubectl,

    /// <summary>pulumi on the PATH.</summary>
    Pulumi,

    /// <summary>Pods that run programs, which a simulated cluster's do not.</summary>
    RunningPods,

    /// <summary>Not to be part of the test run it starts.</summary>
    OutsideOfTests,
}

/// <summary>A command that README.md tells its readers to type: a line of a console block that starts with <c>$ </c>.</summary>
/// <param name="Line">The number of the line.</param>
/// <param name="Text">The command; a comment <c># exits with N</c> states an exit code other than 0.</param>
internal sealed partial record ReadmeCommand(int Line, string Text)
{
    private const string Fence = "```";
    private const string Prompt = "$ ";

    public static string File { get; } = Path.Combine(BuildFacts.RepositoryRoot, "README.md");

    public int ExitCode =>
        StatedExitCode().Match(Text) is { Success: true } stated ? int.Parse(stated.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;

    public bool IsExport => Text.StartsWith("export ", StringComparison.Ordinal);

    public Requirement Requirement =>
        Text.Split(' ')[0] switch
        {
            "pulumi" => Requirement.Pulumi,
            "kubectl" when InsidePod().IsMatch(Text) => Requirement.RunningPods,
            "kubectl" => Requirement.Kubectl,
            "dotnet" when Text.StartsWith("dotnet test", StringComparison.Ordinal) => Requirement.OutsideOfTests,
            _ => Requirement.None,
        };

    /// <summary>The commands in the order of the page.</summary>
    public static IReadOnlyList<ReadmeCommand> ReadAll() => Parse(System.IO.File.ReadAllLines(File));

    /// <summary>Finds the commands of a page. A line that ends with a backslash continues on the next.</summary>
    public static IReadOnlyList<ReadmeCommand> Parse(IReadOnlyList<string> page)
    {
        var commands = new List<ReadmeCommand>();
        var isConsole = false;
        for (var i = 0; i < page.Count; i++)
        {
            if (page[i].StartsWith(Fence, StringComparison.Ordinal))
            {
                isConsole = page[i] == $"{Fence}console";
            }
            else if (isConsole && page[i].StartsWith(Prompt, StringComparison.Ordinal))
            {
                var (line, text) = (i + 1, page[i][Prompt.Length..]);
                while (text.EndsWith('\\') && i + 1 < page.Count)
                {
                    text = $"{text[..^1].TrimEnd()} {page[++i].TrimStart('>', ' ')}";
                }

                commands.Add(new ReadmeCommand(line, text));
            }
        }

        return commands;
    }

    [GeneratedRegex(@"# exits with (\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex StatedExitCode();

    [GeneratedRegex(@" (port-forward|exec|logs) ", RegexOptions.CultureInvariant)]
    private static partial Regex InsidePod();
}
