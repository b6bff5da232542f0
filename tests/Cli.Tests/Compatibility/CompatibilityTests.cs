using System.CommandLine;
using System.Text.RegularExpressions;
using Cli.Tests.Support;
using Infra.Cli;
using Infra.Cli.Commands.Refused;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;

namespace Cli.Tests.Compatibility;

/// <summary>Every command and option of Pulumi works or is refused by name, and the page says which.</summary>
public sealed partial class CompatibilityTests
{
    private const string Page = "docs/pulumi-compatibility.md";

    private static readonly PulumiCommands Pulumi = PulumiCommands.Read();
    private static readonly Differences Differences = Differences.Read();

    [Fact]
    public void EveryCommandOfPulumi_ExistsUnderEachOfItsNames() =>
        AssertNone(
            from command in Pulumi.Commands
            let parent = command.Path.Contains(' ', StringComparison.Ordinal) ? command.Path[..(command.Path.LastIndexOf(' ') + 1)] : ""
            from path in command.Aliases.Select(alias => parent + alias).Append(command.Path)
            where command.Found is null || PulumiCommand.Find(path) != command.Found
            select path
        );

    [Fact]
    public void EveryOptionOfPulumi_ExistsOrIsRefusedWithAReason() =>
        AssertNone(
            from command in Pulumi.Commands
            where !command.IsRefused
            from option in command.MissingOptions
            from line in (string[])[$"{option}", $"{option}=x", $"{option} x", $"x {option}"]
            let reason = RefusedOptions.FindReason(command.InfraPath, option)
            let messages = UsageErrors.Describe(PulumiCommands.Root.Parse($"{command.InfraPath} {line}"))
            where reason is null || !messages.Contains($"`{option}` is not supported by infra: {reason}")
            select $"{command.InfraPath} {line}"
        );

    [Fact]
    public void EveryShortFormOfPulumi_MeansTheSame() =>
        AssertNone(
            from command in Pulumi.Commands
            where !command.IsRefused
            from option in command.Options
            let names = option.Split(' ')
            where names.Length > 1
            let messages = UsageErrors.Describe(PulumiCommands.Root.Parse($"{command.InfraPath} {names[1]}"))
            where
                command.FindOption(names[0]) is null
                    ? !messages.Any(message => message.StartsWith($"`{names[0]}` is not supported", StringComparison.Ordinal))
                    : command.FindOption(names[1]) != command.FindOption(names[0])
            select $"{command.InfraPath} {option}"
        );

    [Fact]
    public void EveryRefusal_IsOfSomethingThatDoesNotExist() =>
        AssertNone(
            RefusedOptions.All.Keys.Where(option =>
                !Pulumi.Commands.Any(command =>
                    !command.IsRefused
                    && command.MissingOptions.Any(missing => missing == option || $"{command.InfraPath} {missing}" == option)
                )
            )
        );

    [Fact]
    public void EveryDifference_IsOfSomethingThatExists()
    {
        var commands = Pulumi.Commands.Where(command => !command.IsRefused).ToArray();
        var options = commands.SelectMany(command => command.Options.Select(option => option.Split(' ')[0]).Except(command.MissingOptions));

        AssertNone(Differences.Commands.Keys.Except(commands.Select(command => command.Path)));
        AssertNone(Differences.Options.Keys.Except(options));
    }

    [Fact]
    public void EveryVariableOfTheCommandLine_IsOnThePage()
    {
        // A program, a plugin and a policy pack get variables of their own. The provider and CI systems have their own, too.
        string[] others = ["ProgramEnvironment.cs", "PluginHost.cs", "PolicyPackProcess.cs", "CiSystem.cs"];
        var sources = ((string[])["cli", "engine"])
            .SelectMany(Repository.GetSources)
            .Where(file => !others.Contains(Path.GetFileName(file)));
        var read = sources
            .SelectMany(file => Variable().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Where(name => !name.StartsWith("PULUMI_K", StringComparison.Ordinal));

        Assert.Equal(Differences.Variables.Keys.Order(StringComparer.Ordinal), read.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Page_IsCurrent()
    {
        var path = Path.Combine(Repository.Root, Page);
        var expected = new CompatibilityPage(Pulumi, Differences).Write();
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") == "1")
        {
            await File.WriteAllTextAsync(path, expected);
        }

        Assert.True(
            await File.ReadAllTextAsync(path) == expected,
            $"{Page} is out of date: run UPDATE_GENERATED=1 dotnet test tests/Cli.Tests"
        );
    }

    [Fact]
    public async Task EveryRefusedCommand_WithAnyArguments_FailsWithItsReason()
    {
        foreach (var command in Pulumi.Commands.Where(command => command.IsRefused))
        {
            foreach (var arguments in (string[])["", " --anything x -y", " sub command", " --verbose"])
            {
                var parsed = PulumiCommands.Root.Parse(command.Path + arguments);
                var expected = $"`pulumi {command.Path}` is not supported by infra: {((RefusedCommand)command.Found!).Reason}";
                if (UsageErrors.Exist(parsed))
                {
                    Assert.Equal([expected], UsageErrors.Describe(parsed));
                    continue;
                }

                var error = await Assert.ThrowsAsync<UsageException>(() =>
                    parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false })
                );
                Assert.Equal((expected, ExitCode.Error), (error.Message, error.ExitCode));
            }
        }
    }

    [GeneratedRegex("\"(PULUMI_[A-Z_]+)\"")]
    private static partial Regex Variable();

    private static void AssertNone(IEnumerable<string> found) => Assert.True(!found.Any(), string.Join('\n', found));
}
