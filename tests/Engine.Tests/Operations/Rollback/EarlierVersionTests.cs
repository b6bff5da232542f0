using System.Text.Json.Nodes;
using Engine.Tests.Support;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Protocol.Values;

namespace Engine.Tests.Operations.Rollback;

public sealed class EarlierVersionTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Up_ToAnEarlierVersion_ShowsThePlanAndDeploysItsInputsWithoutTheProgram()
    {
        await _stack.UpAsync(async program =>
        {
            await program.ThingAsync("a", Size(1));
            await program.ThingAsync("gone");
            await program.StackOutputsAsync(PropertyMap.Create(("version", "one")));
        });
        await _stack.UpAsync(async program =>
        {
            await program.ThingAsync("a", Size(2));
            await program.ThingAsync("new");
            await program.StackOutputsAsync(PropertyMap.Create(("version", "two")));
        });

        var outcome = await _stack.UpAsync(NoProgram, new OperationOptions { Version = 1 });

        Assert.Empty(_stack.Errors);
        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["create gone", "delete new", "update a"], _stack.Cloud.ChangingCalls.Order(StringComparer.Ordinal));
        Assert.Equal(2, _stack.Events.OfType<PreludeEvent>().Count());
        Assert.Equal(PropertyMap.Create(("version", "one")), outcome.Outputs);
        var updates = _stack.Workspace.History(_stack.Name).ListFiles();
        Assert.Equal(3, updates.Count);
        Assert.Equal("Deployed version 1 again", JsonNode.Parse(File.ReadAllText(updates[2].Record))!["message"]!.ToString());
    }

    [Fact]
    public async Task Up_ToAVersionWhoseUpdateFailed_Warns()
    {
        _stack.Cloud.NeverReady.Add("a");
        await _stack.UpAsync(program => program.ThingAsync("a"));
        _stack.Cloud.NeverReady.Clear();
        await _stack.UpAsync(program => program.ThingAsync("a", Size(2)));

        string[] Warnings() =>
            [
                .. _stack
                    .Events.OfType<DiagnosticEvent>()
                    .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning)
                    .Select(diagnostic => diagnostic.Message),
            ];

        await _stack.UpAsync(NoProgram, new OperationOptions { Version = 1, SkipPreview = true });
        Assert.StartsWith("the update of version 1 did not succeed (failed)", Assert.Single(Warnings()), StringComparison.Ordinal);
        await _stack.UpAsync(NoProgram, new OperationOptions { Version = 2, SkipPreview = true });
        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task Up_ToAVersionThatDoesNotExist_NamesThoseThatDo()
    {
        await _stack.UpAsync(program => program.ThingAsync("a"));

        var error = await Assert.ThrowsAsync<InvalidOperationRequestException>(() =>
            _stack.UpAsync(NoProgram, new OperationOptions { Version = 2 })
        );

        Assert.Equal("the stack 'dev' has no version 2: its versions are 1 to 1, as in its history", error.Message);
    }

    [Fact]
    public async Task Up_ToAVersionWithAnotherConfigurationOfAProvider_IsRefusedByName()
    {
        static Func<ProgramClient, Task> Program(string address) =>
            program => program.RegisterAsync("pulumi:providers:fake", "mine", PropertyMap.Create(("color", address)));
        await _stack.UpAsync(Program("red"));
        await _stack.UpAsync(Program("blue"));

        var error = await Assert.ThrowsAsync<InvalidOperationRequestException>(() =>
            _stack.UpAsync(NoProgram, new OperationOptions { Version = 1 })
        );

        Assert.Contains("::mine: the configuration of this provider has changed since: color", error.Message, StringComparison.Ordinal);
        Assert.Empty(_stack.Cloud.Calls);
    }

    [Fact]
    public async Task Up_ToAVersionWithSecretsOfAnotherPassphrase_IsRefusedByName()
    {
        PropertyValue secret = "hunter2";
        await _stack.UpAsync(program => program.ThingAsync("a", PropertyMap.Create(("password", secret.MakeSecret()))));
        var update = _stack.Workspace.History(_stack.Name).ListFiles()[0];
        var checkpoint = JsonNode.Parse(File.ReadAllText(update.Checkpoint))!;
        var latest = checkpoint["checkpoint"]!["latest"]!;
        latest["secrets_providers"]!["state"]!["salt"] = "v1:AAAAAAAAAAA=:v1:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";
        File.WriteAllText(update.Checkpoint, checkpoint.ToJsonString());

        var error = await Assert.ThrowsAsync<InvalidOperationRequestException>(() =>
            _stack.UpAsync(NoProgram, new OperationOptions { Version = 1 })
        );

        Assert.Contains("its secrets were encrypted with another passphrase", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _stack.Dispose();

    private static PropertyMap Size(double size) => PropertyMap.Create(("size", size));

    private static Task NoProgram(ProgramClient program) => throw new InvalidOperationException("The program must not run.");
}
