namespace EndToEnd.Readme;

/// <summary>How commands are found in a page.</summary>
public sealed class ReadmeCommandTests
{
    [Fact]
    public void Parse_FindsPromptsOfConsoleBlocksOnly_AndJoinsContinuedLines() =>
        Assert.Equal(
            [new ReadmeCommand(3, "infra up"), new ReadmeCommand(5, "infra config set key value")],
            ReadmeCommand.Parse([
                "$ not in a block",
                "```console",
                "$ infra up",
                "Started the simulated cluster",
                "$ infra config set \\",
                "    key value",
                "```",
                "```yaml",
                "$ not a console",
                "```",
            ])
        );

    [Theory]
    [InlineData("infra up --stack dev", Requirement.None, 0)]
    [InlineData("infra up --expect-no-changes  # exits with 7", Requirement.None, 7)]
    [InlineData("kubectl get pods -A", Requirement.Kubectl, 0)]
    [InlineData("kubectl -n shop exec deploy/grafana -- cat /file", Requirement.RunningPods, 0)]
    [InlineData("pulumi up", Requirement.Pulumi, 0)]
    [InlineData("dotnet test Infra.sln", Requirement.OutsideOfTests, 0)]
    public void Requirement_AndExitCode_FollowFromTheText(string text, Requirement requirement, int exitCode)
    {
        var command = new ReadmeCommand(1, text);

        Assert.Equal((requirement, exitCode), (command.Requirement, command.ExitCode));
    }

    [Fact]
    public void Readme_HasCommandsThatNeedNothing() =>
        Assert.Contains(ReadmeCommand.ReadAll(), command => command.Requirement == Requirement.None);
}
