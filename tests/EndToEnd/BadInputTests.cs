using EndToEnd.Support;

namespace EndToEnd;

/// <summary>
/// Errors in the user's input are reported with the place and the remedy, without a stack trace, before anything is changed.
/// </summary>
public sealed class BadInputTests
{
    [Fact]
    public async Task Up_AnUnknownStack_ExitsWith6AndListsTheExistingStacks()
    {
        await using var sandbox = Sandbox.OfRepository();
        var result = (await sandbox.InfraAsync("up", "--stack", "prdo", "--yes")).ShouldExitWith(6).ShouldShowNoStackTrace();
        Assert.Contains("no stack named 'prdo' found", result.Errors, StringComparison.Ordinal);
        Assert.All(["dev", "staging", "prod"], stack => Assert.Contains(stack, result.Errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Up_NonInteractiveWithoutYes_ExitsWith2AndChangesNothing()
    {
        await using var sandbox = Sandbox.OfRepository();
        var result = (await sandbox.InfraAsync("up", "--stack", "dev")).ShouldExitWith(2);
        Assert.Contains("--yes", result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(sandbox.Directory, ".infra")));
    }

    [Fact]
    public async Task Up_SeveralInvalidSettings_ReportsEachWithItsLineAndRemedy_AndChangesNothing()
    {
        await using var sandbox = Sandbox.OfRepository();
        await File.WriteAllTextAsync(
            sandbox.StackFile("dev"),
            """
            config:
              infra:cluster: { kind: simulated }
              infra:services:
                catalog:
                  imagee: catalog:2
                  resources: { requests: { memory: 1Gi }, limits: { memory: 1Mi } }
                orders:
                  port: 70000
                notifications:
                  traffic: { hosts: [mail.example.com] }
            """
        );

        var result = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes")).ShouldExitWith(2).ShouldShowNoStackTrace();
        foreach (
            string[] command in (string[][])
                [
                    ["preview"],
                    ["render", "--out", "manifests"],
                    ["explain", "orders"],
                    ["cluster", "start"],
                ]
        )
        {
            (await sandbox.InfraAsync([.. command, "--stack", "dev"])).ShouldExitWith(2).ShouldShowNoStackTrace();
        }

        Assert.Matches(@"Pulumi\.dev\.yaml:5: .*imagee.*did you mean 'image'", result.Output);
        Assert.Matches(@"Pulumi\.dev\.yaml:6: .*memory", result.Output);
        Assert.Matches(@"Pulumi\.dev\.yaml:8: .*port", result.Output);
        Assert.Matches(@"Pulumi\.dev\.yaml:10: .*hosts", result.Output);
        Assert.DoesNotContain("creating", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_AProgramThatThrows_ShowsItsMessageAndChangesNothing()
    {
        await using var sandbox = Sandbox.WithProgram(
            """
            using Pulumi;

            return await Deployment.RunAsync(Fail);

            static void Fail() => throw new InvalidOperationException("the answer is not 42");
            """
        );
        var result = (await sandbox.InfraAsync("up", "--stack", "staging", "--yes")).ShouldExitWith(1).ShouldShowNoStackTrace();
        Assert.Contains("the answer is not 42", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("created", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_AProgramThatDoesNotCompile_ShowsTheCompilersMessageAndChangesNothing()
    {
        await using var sandbox = Sandbox.WithProgram(
            """
            using Pulumi;

            return await Deployment.RunAsync(() => ThisDoesNotExist());
            """
        );
        var result = (await sandbox.InfraAsync("up", "--stack", "staging", "--yes")).ShouldExitWith(1).ShouldShowNoStackTrace();
        Assert.Matches(@"Program\.cs\(3,\d+\): error CS0103: .*ThisDoesNotExist", result.Errors);
    }

    [Theory]
    [InlineData("infra:services.catalog.imge", "`infra:services.catalog` has no setting `imge`: did you mean `image`?")]
    [InlineData("infra:servces.catalog.image", "there is no setting `infra:servces`: did you mean `infra:services`?")]
    [InlineData("policies:profle", "there is no setting `policies:profle`: did you mean `policies:profile`?")]
    public async Task ConfigSet_APathThatTheSchemaDoesNotKnow_FailsAndChangesNothing(string path, string expected)
    {
        await using var sandbox = Sandbox.OfRepository();
        var before = await File.ReadAllTextAsync(sandbox.StackFile("dev"));

        var result = (await sandbox.InfraAsync("config", "set", "--path", path, "x", "--stack", "dev"))
            .ShouldExitWith(2)
            .ShouldShowNoStackTrace();

        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(sandbox.StackFile("dev")));
    }

    [Fact]
    public async Task ConfigGet_AnUnknownKey_FailsWithItsName()
    {
        await using var sandbox = Sandbox.OfRepository();
        var result = (await sandbox.InfraAsync("config", "get", "nosuch", "--stack", "dev")).ShouldExitWith(1);
        Assert.Contains("configuration key 'nosuch' not found for stack 'dev'", result.Errors, StringComparison.Ordinal);
    }
}
