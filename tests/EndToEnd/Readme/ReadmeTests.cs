namespace EndToEnd.Readme;

/// <summary>The commands of README.md do what it says, one after the other in a fresh copy of the project.</summary>
[TestCaseOrderer("EndToEnd.Readme.ReadmeOrderer", "EndToEnd")]
public sealed class ReadmeTests(ReadmeShell shell) : IClassFixture<ReadmeShell>
{
    [Theory]
    [ReadmeCommands(Requirement.None)]
    [ReadmeCommands(Requirement.Kubectl)]
    [ReadmeCommands(Requirement.Pulumi)]
    [ReadmeCommands(Requirement.RunningPods)]
    [ReadmeCommands(Requirement.OutsideOfTests)]
    public async Task Command_ExitsAsStated(int line, string command)
    {
        var typed = new ReadmeCommand(line, command);
        (await shell.RunAsync(typed)).ShouldExitWith(typed.ExitCode).ShouldShowNoStackTrace();
    }
}
