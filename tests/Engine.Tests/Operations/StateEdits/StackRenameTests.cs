using Engine.Tests.Support;
using Infra.Engine.Errors;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Engine.Tests.Operations.StateEdits;

public sealed class StackRenameTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Rename_MovesStateHistoryTagsAndStackFile()
    {
        await _stack.UpAsync(program =>
            program.ThingAsync("one", PropertyMap.Create(("password", new PropertySecret(new PropertyString("hunter22")))))
        );
        await _stack.Workspace.Tags(_stack.Name).SetAsync("owner", "me");

        var renamed = await _stack.Workspace.RenameStackAsync(_stack.Name, "qa");

        Assert.Equal(new StackName("demo", "qa"), renamed);
        Assert.False(_stack.Workspace.Backend.Exists(_stack.Name));
        Assert.True(File.Exists(_stack.StateFile + ".bak"));
        Assert.True(File.Exists(Path.Combine(_stack.Folder, "Pulumi.qa.yaml")));
        Assert.False(File.Exists(Path.Combine(_stack.Folder, "Pulumi.dev.yaml")));
        Assert.Equal("me", _stack.Workspace.Tags(renamed).Read()["owner"]);
        Assert.Single(_stack.Workspace.History(renamed).Read());
        var state = _stack.Workspace.State(renamed).Read();
        Assert.All(state.Resources, resource => Assert.Equal("qa", resource.Urn.Stack));
        Assert.Equal("demo-qa", state.Root!.Urn.Name);
        Assert.Equal(
            new PropertySecret(new PropertyString("hunter22")),
            state.Resources.Single(resource => resource.Urn.Name == "one").Inputs["password"]
        );
    }

    [Fact]
    public async Task Rename_NameOfAnotherStack_IsRefused()
    {
        _stack.AddStack("demo", "qa");

        await Assert.ThrowsAsync<InvalidOperationRequestException>(() => _stack.Workspace.RenameStackAsync(_stack.Name, "qa"));

        Assert.True(_stack.Workspace.Backend.Exists(_stack.Name));
    }

    [Fact]
    public async Task ChangePassphrase_ConfigurationAndState_NeedTheNewOne()
    {
        await _stack.Workspace.Configuration(_stack.Name).SetAsync("token", "s3cret-token", isSecret: true, isPath: false);
        await _stack.UpAsync(program =>
            program.ThingAsync("one", PropertyMap.Create(("password", new PropertySecret(new PropertyString("hunter22")))))
        );

        await _stack.Workspace.ChangePassphraseAsync(_stack.Name, "another passphrase");

        Assert.Throws<SecretsException>(() => _stack.State);
        var workspace = _stack.OpenWorkspace(passphrase: "another passphrase");
        var configuration = workspace.Configuration(_stack.Name);
        Assert.Equal("s3cret-token", configuration.Reveal(configuration.Find("token", isPath: false)!));
        Assert.Equal(
            new PropertySecret(new PropertyString("hunter22")),
            workspace.State(_stack.Name).Read().Resources.Single(resource => resource.Urn.Name == "one").Inputs["password"]
        );
    }

    [Fact]
    public async Task Remove_WithoutBackups_KeepsTheLastState()
    {
        await _stack.UpAsync(program => program.ThingAsync("one"));
        var state = await File.ReadAllTextAsync(_stack.StateFile);
        var backups = Path.Combine(_stack.Folder, ".pulumi", "backups", "demo", "dev");

        _stack.Workspace.Backend.Remove(_stack.Name, force: true);

        Assert.Equal(state, await File.ReadAllTextAsync(_stack.StateFile + ".bak"));
        Assert.NotEmpty(Directory.GetFiles(backups));
        Assert.False(Directory.Exists(Path.Combine(_stack.Folder, ".pulumi", "history", "demo", "dev")));
    }

    [Fact]
    public async Task Remove_StackWithoutOtherResources_NeedsNoForce()
    {
        await _stack.UpAsync(_ => Task.CompletedTask);

        _stack.Workspace.Backend.Remove(_stack.Name, removeBackups: true);

        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_stack.Folder, ".pulumi", "stacks", "demo")));
        Assert.False(Directory.Exists(Path.Combine(_stack.Folder, ".pulumi", "backups", "demo", "dev")));
    }

    public void Dispose() => _stack.Dispose();
}
