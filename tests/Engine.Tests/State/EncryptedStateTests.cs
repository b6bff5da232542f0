using System.Text.Json;
using System.Text.Json.Nodes;
using Engine.Tests.Support;
using Infra.Engine.Errors;
using Infra.Engine.Operations;

namespace Engine.Tests.State;

/// <summary>Tests with a state that Pulumi wrote and encrypted.</summary>
public sealed class EncryptedStateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-tests-");

    public EncryptedStateTests()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "Pulumi.yaml"), "name: vault\nruntime: dotnet\n");
        File.Copy(Fixture.Path("encrypted-state", "Pulumi.prod.yaml"), Path.Combine(_folder.FullName, "Pulumi.prod.yaml"));
        Copy(Fixture.Path("backend-tree"), Path.Combine(_folder.FullName, ".pulumi"));
    }

    [Fact]
    public void List_BackendOfPulumi_ReturnsItsStacks()
    {
        var stacks = Open().Backend.List("vault");

        Assert.Equal([("prod", 5), ("prod2", 2)], stacks.Select(stack => (stack.Name, stack.ResourceCount)));
        Assert.Equal(
            new DateTimeOffset(2026, 11, 21, 20, 6, 12, 849, TimeSpan.Zero),
            stacks[0].LastUpdate!.Value,
            TimeSpan.FromMilliseconds(1)
        );
    }

    [Fact]
    public void Export_ShowSecrets_EqualsPulumisExport() =>
        AssertSame(Fixture.Text("encrypted-state", "export-decrypted.json"), Export(showSecrets: true));

    [Fact]
    public void Export_EncryptedSecrets_KeepsAllCiphertexts() =>
        AssertSame(Fixture.Text("encrypted-state", "export.json"), Export(showSecrets: false));

    [Fact]
    public async Task Import_OwnExport_RestoresTheState()
    {
        var workspace = Open();
        using var export = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Export(showSecrets: false)));

        await workspace.State(workspace.Resolve("prod")).ImportAsync(export);

        AssertSame(Fixture.Text("encrypted-state", "export-decrypted.json"), Export(showSecrets: true));
    }

    [Fact]
    public void Read_WrongPassphrase_Throws()
    {
        var workspace = Open("wrong");

        var error = Assert.Throws<SecretsException>(() => workspace.State(workspace.Resolve("prod")).Read());

        Assert.Contains("incorrect passphrase", error.Message, StringComparison.Ordinal);
        Assert.Contains("PULUMI_CONFIG_PASSPHRASE", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The key is derived while the program starts, so a wrong passphrase must not let it register anything.</summary>
    [Fact]
    public async Task Up_WrongPassphraseOfAStackWithoutSecrets_ChangesNothing()
    {
        using var stack = new TestStack();
        await stack.UpAsync(async program =>
        {
            await program.StackAsync();
            await program.ThingAsync("first");
        });
        var state = await File.ReadAllTextAsync(stack.StateFile);
        var registered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var workspace = stack.OpenWorkspace("wrong");
        var operations = new StackOperations(workspace, stack.Name, () => new ScriptedProgram(async program =>
            {
                await program.StackAsync();
                await program.ThingAsync("second");
                registered.SetResult();
            }));

        var error = await Assert.ThrowsAsync<SecretsException>(() =>
            operations.UpAsync(new OperationOptions { SkipPreview = true }, _ => Task.FromResult(true), _ => { })
        );

        Assert.Contains("incorrect passphrase", error.Message, StringComparison.Ordinal);
        Assert.False(registered.Task.IsCompleted);
        Assert.Equal(state, await File.ReadAllTextAsync(stack.StateFile));
        Assert.Empty(Directory.EnumerateFiles(stack.Folder, "*.journal*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Configuration_SecretValues_AreDecrypted()
    {
        var workspace = Open();
        var configuration = workspace.Configuration(workspace.Resolve("prod"));

        var values = configuration.File.Entries.ToDictionary(entry => entry.Key.ToString(), configuration.Reveal);

        Assert.Equal("visible", values["vault:plain"]);
        Assert.Equal("ünï-cödé \"quoted\"", values["vault:apiKey"]);
        Assert.Equal("""{"list":["zero"],"inner":"deep-secret"}""", values["vault:nested"]);
    }

    [Fact]
    public void Resolve_UnknownStack_ListsExistingStacks()
    {
        var error = Assert.Throws<StackNotFoundException>(() => Open().Resolve("nosuch"));

        Assert.Equal(ExitCode.StackNotFound, error.ExitCode);
        Assert.Equal("no stack named 'nosuch' found; there are: prod, prod2", error.Message);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static void AssertSame(string expected, string actual)
    {
        var (left, right) = (Parse(expected), Parse(actual));
        if (!JsonNode.DeepEquals(left, right))
        {
            var indented = new JsonSerializerOptions { WriteIndented = true };
            Assert.Equal(left.ToJsonString(indented), right.ToJsonString(indented));
        }

        // A plaintext is JSON in a string. Writers differ in the characters they escape.
        static JsonNode Parse(string json)
        {
            var root = JsonNode.Parse(json)!;
            Unfold(root);
            return root;
        }

        static void Unfold(JsonNode? node)
        {
            if (node is JsonObject map && map["plaintext"] is JsonValue text)
            {
                map["plaintext"] = JsonNode.Parse(text.GetValue<string>());
            }

            foreach (
                var child in node switch
                {
                    JsonObject parent => parent.Select(entry => entry.Value),
                    JsonArray list => list,
                    _ => [],
                }
            )
            {
                Unfold(child);
            }
        }
    }

    private string Export(bool showSecrets)
    {
        var workspace = Open();
        using var target = new MemoryStream();
        workspace.State(workspace.Resolve("prod")).Export(target, showSecrets);
        return System.Text.Encoding.UTF8.GetString(target.ToArray());
    }

    private Workspace Open(string? passphrase = null) =>
        Workspace.Open(
            new WorkspaceOptions
            {
                Directory = _folder.FullName,
                Environment = name =>
                    name == "PULUMI_CONFIG_PASSPHRASE" ? passphrase ?? Fixture.Text("encrypted-state", "passphrase.txt") : null,
            }
        );
}
