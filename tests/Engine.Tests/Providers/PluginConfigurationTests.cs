using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Values;
using SampleProvider;
using Wire = Infra.Protocol.Messages.Providers;

namespace Engine.Tests.Providers;

/// <summary>How plugins are configured, and which calls they receive in a preview.</summary>
public sealed class PluginConfigurationTests
{
    [Fact]
    public async Task Up_MissingConfiguration_NamesTheKeyAndTheCommand()
    {
        await using var stack = await PluginStack.StartAsync(isConfigured: false);

        await stack.UpAsync(("text", "a"));

        Assert.Contains(
            "missing required configuration key \"sample:folder\": where notes are kept\n"
                + "Set a value using the command `infra config set sample:folder <value>`.",
            stack.Stack.Errors
        );
    }

    [Fact]
    public async Task Up_OlderPlugin_IsDescribedByItsAnswerToTheConfiguration()
    {
        await using var stack = await PluginStack.StartAsync(
            new SampleService(_ => { }) { ImplementsHandshake = false, AcceptsSecrets = false }
        );

        await stack.UpAsync(("text", new PropertySecret("hush-hush")));

        Assert.Equal("hush-hush", stack.Requests<Wire.CreateRequest>("Create").Single().Properties.Fields["text"].StringValue);
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public async Task Preview_Creation_IsPreviewedByPluginsThatCanDoSo(bool implementsHandshake, bool supportsPreview, bool isCalled)
    {
        await using var stack = await PluginStack.StartAsync(
            new SampleService(_ => { }) { ImplementsHandshake = implementsHandshake, SupportsPreview = supportsPreview }
        );
        var outputs = PropertyMap.Empty;

        await stack.Stack.PreviewAsync(async program =>
            outputs = (await PluginStack.RegisterAsync(program, [("text", "a"), ("kind", new PropertyUnknown())])).Outputs
        );

        Assert.Equal("a", outputs["text"]);
        Assert.Equal(new PropertyUnknown(), outputs["kind"]);
        Assert.Equal(isCalled ? [true] : [], stack.Requests<Wire.CreateRequest>("Create").Select(request => request.Preview));
        Assert.Empty(stack.NoteNames);
    }

    [Theory]
    [InlineData(true, true, "{mode: verbatim}", "one", false)]
    [InlineData(false, true, "{mode: verbatim}", "one", false)]
    [InlineData(true, false, "{mode: verbatim}", null, false)]
    [InlineData(true, false, "{providers: {sample: {mode: verbatim}}}", null, true)]
    [InlineData(true, false, "{pattern: '${name}-x', enforce: true}", null, true)]
    public async Task Up_Autonaming_IsSentToPluginsThatSupportItAndElseReportedWhereItWasMeant(
        bool implementsHandshake,
        bool isSupported,
        string naming,
        string? name,
        bool isReported
    )
    {
        await using var stack = await PluginStack.StartAsync(
            new SampleService(_ => { }) { ImplementsHandshake = implementsHandshake, SupportsAutonaming = isSupported }
        );
        await File.AppendAllTextAsync(Path.Combine(stack.Stack.Folder, "Pulumi.dev.yaml"), $"  pulumi:autonaming: {naming}\n");

        await stack.UpAsync(("text", "a"));

        Assert.Equal(name, stack.Requests<Wire.CheckRequest>("Check").Single().Autonaming?.ProposedName);
        Assert.Equal(name is not null, stack.NoteNames.Single() == "one");
        Assert.Equal(
            isReported,
            stack
                .Stack.Events.OfType<DiagnosticEvent>()
                .Any(message => message.Message.Contains("`pulumi:autonaming` does not name this resource", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Preview_UnknownConfiguration_DoesNotCallThePlugin()
    {
        await using var stack = await PluginStack.StartAsync(isConfigured: false);
        await stack.Stack.PreviewAsync(async program =>
        {
            var provider = await program.RegisterAsync(
                "pulumi:providers:sample",
                "own",
                PropertyMap.Create(("folder", new PropertyUnknown()))
            );
            await PluginStack.RegisterAsync(program, [("text", "a")], request => request.Provider = $"{provider.Urn}::{provider.Id}");
        });

        Assert.Empty(stack.Stack.Errors);
        Assert.Contains("create one", stack.Stack.Steps);
        Assert.DoesNotContain(stack.Service.Calls, call => call.Method is "Configure" or "Check" or "Create");
    }

    [Fact]
    public async Task Up_DownloadUrl_IsRecordedInTheDefaultProviderOnly()
    {
        await using var stack = await PluginStack.StartAsync();

        var outcome = await stack.Stack.UpAsync(program =>
            PluginStack.RegisterAsync(program, [("text", "a")], request => request.PluginDownloadURL = "https://example.com/plugins/")
        );

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        var provider = stack.Stack.State.Resources.Single(resource => resource.Type == "pulumi:providers:sample");
        Assert.Equal("default_1_2_3_https_/example.com/plugins", provider.Urn.Name);
        Assert.Equal(
            PropertyMap.Create(
                ("__internal", PropertyMap.Create(("pluginDownloadURL", "https://example.com/plugins"))),
                ("folder", stack.Notes),
                ("version", "1.2.3")
            ),
            provider.Inputs
        );
        Assert.DoesNotContain("__internal", stack.Requests<Wire.ConfigureRequest>("Configure").Last().Args.Fields.Keys);
        Assert.Equal(new ProviderReference(provider.Urn, provider.Id), stack.Note.Provider);
    }
}
