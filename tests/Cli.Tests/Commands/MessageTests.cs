using System.CommandLine;
using System.Text.RegularExpressions;
using Cli.Tests.Support;
using Infra.Cli;
using Infra.Cli.Commands.Refused;

namespace Cli.Tests.Commands;

/// <summary>The commands and options that messages name exist.</summary>
public sealed partial class MessageTests
{
    private static readonly string[] Folders = ["cli", "engine", "infra", "policies", "sdk"];

    /// <summary>Arguments of dotnet, git, helm and kubectl, in literals that do not name these.</summary>
    private static readonly string[] OtherOptions =
    [
        "--depth",
        "--end-of-options",
        "--format",
        "--get",
        "--host",
        "--no-optional-locks",
        "--name-only",
        "--nologo",
        "--porcelain",
        "--prefix",
        "--quiet",
        "--repo",
        "--resource",
        "--set",
        "--short",
        "--show-prefix",
        "--show-toplevel",
        "--verb",
        "--verify",
    ];

    private static readonly RootCommand Root = CommandLine.CreateRoot();

    [Fact]
    public void EveryCommandInAMessage_Exists()
    {
        var commands = GetLiterals(Folders).SelectMany(literal => InfraCommand().Matches(literal).Select(match => match.Groups[1].Value));

        Assert.All(commands, command => Assert.True(Exists(command), $"infra {command}"));
        Assert.Contains("cluster start --name {missing.Name}", commands);
    }

    [Fact]
    public void EveryOptionInAMessage_Exists()
    {
        var known = Descendants(Root)
            .Prepend(Root)
            .SelectMany(command => command.Options)
            .SelectMany(option => option.Aliases.Append(option.Name));
        var named = GetLiterals(["cli", "engine"])
            .Where(literal => !OtherProgram().IsMatch(literal))
            .SelectMany(literal => LongOption().Matches(literal).Select(match => match.Value));

        Assert.Empty(named.Except(known).Except(OtherOptions).Except(RefusedOptions.All.Keys.Select(key => key.Split(' ')[^1])));
        Assert.Contains("--policy-pack-config", named);
    }

    [Fact]
    public void EveryCommandInBackticks_NamesItsProgram() =>
        Assert.Empty(GetLiterals(Folders).SelectMany(literal => BareCommand().Matches(literal).Select(match => match.Value)));

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("stack frobnicate")]
    [InlineData("up --frobnicate")]
    [InlineData("stack ls --nodes 3")]
    public void Exists_UnknownCommandOrOption_IsFalse(string command) => Assert.False(Exists(command));

    private static bool Exists(string line)
    {
        Command command = Root;
        var options = Root.Options.ToList();
        var isValue = false;
        foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (isValue)
            {
                isValue = false;
            }
            else if (word.StartsWith("--", StringComparison.Ordinal))
            {
                if (options.FirstOrDefault(option => option.Name == word) is not { } option)
                {
                    return false;
                }

                isValue = option.ValueType != typeof(bool);
            }
            else if (command.Subcommands.FirstOrDefault(child => child.Name == word) is { } child)
            {
                command = child;
                options.AddRange(child.Options);
            }
            else if (command.Subcommands.Count > 0 && command.Arguments.Count == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<string> GetLiterals(IEnumerable<string> folders) =>
        from file in folders.SelectMany(Repository.GetSources)
        from line in File.ReadLines(file)
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
        from Match literal in StringLiteral().Matches(line)
        select literal.Groups[1].Value;

    private static IEnumerable<Command> Descendants(Command command) =>
        command.Subcommands.SelectMany(child => Descendants(child).Prepend(child));

    /// <summary>A string literal, with nested quotes in the holes of an interpolated one.</summary>
    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex StringLiteral();

    /// <summary>The words and options after <c>infra</c>, where it is a command line and not prose.</summary>
    [GeneratedRegex("(?:^|[`'(]|: )infra ([a-z]+(?: [^ `')|<;]+)*)")]
    private static partial Regex InfraCommand();

    [GeneratedRegex("(?<![^ `'(])--[a-z][a-z-]*")]
    private static partial Regex LongOption();

    [GeneratedRegex("aws |kubectl|pulumi |dotnet |helm ")]
    private static partial Regex OtherProgram();

    /// <summary>A command of Pulumi without the program that has it.</summary>
    [GeneratedRegex("`(?:up|preview|refresh|destroy|cancel|watch|logs|(?:stack|config|state|policy) [a-z]+)(?: [^`]*)?`")]
    private static partial Regex BareCommand();
}
