using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

public sealed class SecretTests : IDisposable
{
    private const string Secret = "tr0ub4dor&3";

    private readonly TestStack _stack = new();

    [Fact]
    public async Task Up_SecretInput_IsEncryptedEverywhereOnDiskAndKeepsItsCiphertext()
    {
        static async Task Program(ProgramClient program)
        {
            var one = await program.ThingAsync("one", PropertyMap.Create(("password", ((PropertyValue)Secret).MakeSecret())));
            Assert.IsType<PropertySecret>(one.Outputs["password"]);
            await program.StackOutputsAsync(PropertyMap.Create(("password", one.Outputs["password"])));
        }

        await _stack.UpAsync(Program);
        var first = await File.ReadAllTextAsync(_stack.StateFile);
        await _stack.UpAsync(Program);
        var second = await File.ReadAllTextAsync(_stack.StateFile);

        foreach (var file in Directory.EnumerateFiles(_stack.Folder, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(Secret, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        }

        Assert.Equal(Ciphertexts(first), Ciphertexts(second));
        Assert.Equal(Secret, ((PropertyString)((PropertySecret)_stack.State.Root!.Outputs["password"]).Value).Value);
    }

    [Fact]
    public async Task Up_SecretIsTheOnlyChange_ShowsNoPlainTextInEvents()
    {
        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("password", ((PropertyValue)Secret).MakeSecret()))));

        Assert.DoesNotContain(_stack.Events, engineEvent => engineEvent.ToString().Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Up_AdditionalSecretOutputs_AreSecretInTheState()
    {
        await _stack.UpAsync(program => program.ThingAsync("one", configure: request => request.AdditionalSecretOutputs.Add("self")));

        Assert.IsType<PropertySecret>(_stack.State.Resources.Single(resource => resource.Urn.Name == "one").Outputs["self"]);
    }

    [Fact]
    public async Task Up_ConfigSecret_IsPassedToTheProgramAndRedactedInItsOutput()
    {
        await _stack.Workspace.Configuration(_stack.Name).SetAsync("token", Secret, isSecret: true, isPath: false);
        string? seen = null;

        await _stack.UpAsync(async program =>
        {
            seen = program.Environment.Config["demo:token"];
            Assert.Equal(["demo:token"], program.Environment.ConfigSecretKeys);
            await program.LogAsync(Infra.Protocol.Messages.LogSeverity.Info, $"the token is {Secret}!");
        });

        Assert.Equal(Secret, seen);
        Assert.Contains(_stack.Events, engineEvent => engineEvent.ToString().Contains("the token is [secret]!", StringComparison.Ordinal));
        Assert.DoesNotContain(_stack.Events, engineEvent => engineEvent.ToString().Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Up_ConfigSecretThatAProgramUsesAsAnOrdinaryValue_IsRedactedInSteps()
    {
        await _stack.Workspace.Configuration(_stack.Name).SetAsync("token", Secret, isSecret: true, isPath: false);

        await _stack.UpAsync(async program =>
            await program.ThingAsync(
                "one",
                PropertyMap.Create(("items", new PropertyArray([$"token={program.Environment.Config["demo:token"]}"])))
            )
        );

        var created = _stack.Events.OfType<ResourceOutputsEvent>().Last(created => created.Step.Urn.Name == "one").Step.New!;
        Assert.Equal(new PropertyArray(["token=[secret]"]), created.Inputs["items"]);
        var recorded = _stack.State.Resources.Single(resource => resource.Urn.Name == "one");
        Assert.Equal(new PropertyArray([$"token={Secret}"]), recorded.Inputs["items"]);
    }

    public void Dispose() => _stack.Dispose();

    private static IEnumerable<string> Ciphertexts(string state) =>
        state.Split("\"ciphertext\":\"").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)]);
}
