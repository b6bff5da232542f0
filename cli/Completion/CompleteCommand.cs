using System.CommandLine;

namespace Infra.Cli.Completion;

/// <summary>
/// <c>infra __complete</c>, which the scripts of the shells call: prints what completes the last word. The first line is the kind, then
/// there is a line per candidate: the text and, after a tab, a description. The kind <c>partial</c> is that of beginnings of words only.
/// </summary>
internal static class CompleteCommand
{
    private const int DescriptionLength = 60;

    /// <summary>How long a shell may have to wait for a slow disk or backend.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    public static Command Create(Command root)
    {
        var shell = new Argument<string>("SHELL");
        var words = new Argument<string[]>("WORD") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("__complete", "Print the completions of a word") { shell, words };
        command.Hidden = true;
        command.SetAction(
            async (parsed, _) =>
            {
                var given = parsed.GetValue(words) ?? [];
                var output = parsed.InvocationConfiguration.Output;
                try
                {
                    output.Write(
                        await Task.Run(() => Write(root, parsed.GetRequiredValue(shell), given), CancellationToken.None)
                            .WaitAsync(TimeLimit, CancellationToken.None)
                    );
                }
                catch (TimeoutException)
                {
                    // The shell goes on without completions.
                    output.WriteLine(Name(CompletionKind.Words));
                }

                return 0;
            }
        );
        return command;
    }

    private static string Write(Command root, string shell, string[] given)
    {
        var completer = new Completer(root);
        if (shell == "bash")
        {
            var line = BashLine.Parse(given.ElementAtOrDefault(0) ?? "", given.ElementAtOrDefault(1) ?? "");
            return Format(completer.Complete(line.Words, line.Current), candidate => line.Complete(candidate.Value));
        }

        return Format(completer.Complete([.. given.SkipLast(1)], given.LastOrDefault() ?? ""), candidate =>
            candidate.Description.Length > 0 ? $"{candidate.Value}\t{Shorten(candidate.Description)}" : candidate.Value
        );
    }

    private static string Format(Completions completions, Func<Candidate, string> format) =>
        string.Concat(completions.Candidates.Select(format).Prepend(GetKind(completions)).Select(line => $"{line}\n"));

    private static string GetKind(Completions completions) =>
        completions.Candidates.Count > 0 && completions.Candidates.All(candidate => candidate.IsPartial)
            ? "partial"
            : Name(completions.Kind);

    private static string Name(CompletionKind kind) => kind.ToString().ToLowerInvariant();

    private static string Shorten(string description)
    {
        var line = description.Split('\n')[0].Replace('\t', ' ');
        return line.Length <= DescriptionLength ? line : $"{line[..(DescriptionLength - 1)]}…";
    }
}
