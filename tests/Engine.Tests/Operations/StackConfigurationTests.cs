using Engine.Tests.Support;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Engine.Tests.Operations;

public sealed class StackConfigurationTests : IDisposable
{
    private readonly TestStack _stack = new();

    private StackConfiguration Configuration => _stack.Workspace.Configuration(_stack.Name);

    private string StackFile => Path.Combine(_stack.Folder, "Pulumi.dev.yaml");

    [Theory]
    [InlineData(ConfigValueType.Int, "42", "demo:key: 42")]
    [InlineData(ConfigValueType.Bool, "true", "demo:key: true")]
    [InlineData(ConfigValueType.Float, "1.5", "demo:key: 1.5")]
    [InlineData(ConfigValueType.String, "42", "demo:key: \"42\"")]
    [InlineData(null, "42", "demo:key: \"42\"")]
    public async Task Set_WithType_StoresThatType(ConfigValueType? type, string value, string expected)
    {
        await Configuration.SetAllAsync([new ConfigChange("key", value) { Type = type }]);

        Assert.Contains(expected, await File.ReadAllTextAsync(StackFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetAll_OneWrongValue_ChangesNothing()
    {
        var before = await File.ReadAllTextAsync(StackFile);

        await Assert.ThrowsAsync<ConfigurationException>(() =>
            Configuration.SetAllAsync([new ConfigChange("a", "1"), new ConfigChange("b", "x") { Type = ConfigValueType.Int }])
        );

        Assert.Equal(before, await File.ReadAllTextAsync(StackFile));
    }

    [Fact]
    public async Task CopyTo_Secrets_AreEncryptedForTheOtherStack()
    {
        await Configuration.SetAsync("plain", "1", isSecret: false, isPath: false);
        await Configuration.SetAsync("outer.inner", "s3cret", isSecret: true, isPath: true);
        var target = new StackName("demo", "qa");
        await File.WriteAllTextAsync(Path.Combine(_stack.Folder, "Pulumi.qa.yaml"), "");

        Assert.True(await Configuration.CopyToAsync(_stack.Workspace.Configuration(target)));

        var copied = _stack.Workspace.Configuration(target);
        Assert.NotEqual(Configuration.File.EncryptionSalt, copied.File.EncryptionSalt);
        Assert.Equal("s3cret", copied.Reveal(copied.Find("outer.inner", isPath: true)!));
        Assert.Equal("1", copied.Reveal(copied.Find("plain", isPath: false)!));
        Assert.False(await Configuration.CopyToAsync(copied, "absent"));
    }

    [Fact]
    public async Task Refresh_RestoresTheConfigurationOfTheLatestUpdate()
    {
        await Configuration.SetAsync("kept", "1", isSecret: false, isPath: false);
        await Configuration.SetAsync("token", "s3cret", isSecret: true, isPath: false);
        await _stack.UpAsync(program => program.ThingAsync("one"));
        await Configuration.SetAsync("kept", "2", isSecret: false, isPath: false);
        await Configuration.RemoveAsync("token", isPath: false);

        await Configuration.RefreshAsync();

        Assert.Equal("1", Configuration.Reveal(Configuration.Find("kept", isPath: false)!));
        Assert.Equal("s3cret", Configuration.Reveal(Configuration.Find("token", isPath: false)!));
    }

    [Fact]
    public async Task ReadingAStackThatOnlyItsFileDeclares_CreatesNoState()
    {
        await File.WriteAllTextAsync(Path.Combine(_stack.Folder, "Pulumi.new.yaml"), "config:\n  demo:key: value\n");
        var stack = _stack.Workspace.ResolveConfigured("new");
        var configuration = _stack.Workspace.Configuration(stack);

        Assert.Equal("value", configuration.Reveal(configuration.Find("key", isPath: false)!));
        Assert.Empty(_stack.Workspace.State(stack).Read().Resources);

        Assert.False(_stack.Workspace.Backend.Exists(stack));
    }

    public void Dispose() => _stack.Dispose();
}
