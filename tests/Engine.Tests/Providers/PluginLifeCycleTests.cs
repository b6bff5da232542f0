using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Protocol.Values;
using SampleProvider;
using Wire = Infra.Protocol.Messages.Providers;

namespace Engine.Tests.Providers;

/// <summary>The life of a resource whose provider is a plugin.</summary>
public sealed class PluginLifeCycleTests
{
    [Fact]
    public async Task Up_ChangedInputs_CreateKeepUpdateReplaceAndDelete()
    {
        await using var stack = await PluginStack.StartAsync();

        await stack.UpAsync(("text", "a"), ("kind", "x"));
        var created = stack.Note;
        Assert.Equal(["create one"], stack.Stack.Steps);
        Assert.Equal([created.Id], stack.NoteNames);
        Assert.Matches("^one-[0-9a-f]{8}$", created.Id);

        await stack.UpAsync(("text", "a"), ("kind", "x"));
        Assert.Equal(["same one"], stack.Stack.Steps);

        await stack.UpAsync(("text", "b"), ("kind", "x"));
        Assert.Equal(["update one"], stack.Stack.Steps);
        Assert.Equal((created.Id, "b"), (stack.Note.Id, stack.Note.Outputs["text"]));

        await stack.UpAsync(("text", "b"), ("kind", "y"));
        Assert.Equal(["create-replacement one", "replace one", "delete-replaced one"], stack.Stack.Steps);
        Assert.NotEqual(created.Id, stack.Note.Id);
        Assert.Equal([stack.Note.Id], stack.NoteNames);

        await stack.Stack.DestroyAsync();
        Assert.Equal(["delete one"], stack.Stack.Steps);
        Assert.Empty(stack.NoteNames);
        Assert.Empty(stack.Stack.State.Resources);
    }

    [Fact]
    public async Task Up_Requests_HaveWhatTheProtocolAsksFor()
    {
        await using var stack = await PluginStack.StartAsync();
        await stack.Stack.UpAsync(program =>
            PluginStack.RegisterAsync(program, [("text", "a")], request => request.CustomTimeouts = new() { Create = "90s", Update = "2m" })
        );
        await stack.Stack.UpAsync(program => PluginStack.RegisterAsync(program, [("text", "b")], request =>
            {
                request.CustomTimeouts = new() { Create = "90s", Update = "2m" };
                request.IgnoreChanges.Add("kind");
            }));

        var urn = stack.Note.Urn;
        var handshake = stack.Requests<Wire.ProviderHandshakeRequest>("Handshake").First();
        Assert.True(handshake.ConfigureWithUrn);
        Assert.StartsWith("127.0.0.1:", handshake.EngineAddress, StringComparison.Ordinal);
        var configure = stack.Requests<Wire.ConfigureRequest>("Configure").Last();
        Assert.Equal(stack.Notes, configure.Variables["sample:config:folder"]);
        Assert.Equal(stack.Notes, configure.Args.Fields["folder"].StringValue);
        Assert.Equal((stack.Note.Provider!.Value.Id, "default_1_2_3"), (configure.Id, configure.Name));
        Assert.True(configure is { AcceptSecrets: true, AcceptResources: true, SendsOldInputs: true, SendsOldInputsToDelete: true });
        Assert.Equal(90, stack.Requests<Wire.CreateRequest>("Create").Single().Timeout);
        var update = stack.Requests<Wire.UpdateRequest>("Update").Single();
        Assert.Equal((urn.Value, "one", "sample:index:Note", 120.0), (update.Urn, update.Name, update.Type, update.Timeout));
        Assert.Equal(("a", "b"), (update.OldInputs.Fields["text"].StringValue, update.News.Fields["text"].StringValue));
        Assert.Equal(["kind"], update.IgnoreChanges);
        Assert.All(stack.Requests<Wire.CheckRequest>("Check"), check => Assert.Equal(32, check.RandomSeed.Length));
    }

    [Fact]
    public async Task Up_AssetWhoseFileChanges_IsAnUpdate()
    {
        await using var stack = await PluginStack.StartAsync();
        var file = Path.Combine(stack.Stack.Folder, "letter.txt");
        var asset = new PropertyAsset { Path = "letter.txt" };

        await File.WriteAllTextAsync(file, "abc");
        await stack.UpAsync(("text", asset));
        var hash = ((PropertyAsset)stack.Note.Inputs["text"]).Hash;
        await File.WriteAllTextAsync(file, "abcd");
        await stack.UpAsync(("text", asset));

        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hash);
        Assert.Equal(["update one"], stack.Stack.Steps);
    }

    [Fact]
    public async Task Up_FailedCheck_NamesThePropertyAndCreatesNothing()
    {
        await using var stack = await PluginStack.StartAsync();

        await stack.UpAsync(("kind", "x"));

        Assert.Equal(["sample:index:Note resource 'one': property text has a problem: a note needs a text"], stack.Stack.Errors);
        Assert.Empty(stack.NoteNames);
    }

    [Fact]
    public async Task Up_FailedCreation_ReportsThePluginsMessageAndRecordsNothing()
    {
        await using var stack = await PluginStack.StartAsync();

        var outcome = await stack.UpAsync(("text", "a"), ("behavior", "fail"));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Equal(["cannot create the note"], stack.Stack.Errors);
        Assert.DoesNotContain(stack.Stack.State.Resources, resource => resource.Type == "sample:index:Note");
        Assert.Empty(stack.Stack.State.PendingOperations);
    }

    [Fact]
    public async Task Up_AnswerThatMakesNoSense_NamesThePluginAndKeepsTheOperationPending()
    {
        await using var stack = await PluginStack.StartAsync();

        await stack.UpAsync(("text", "a"), ("behavior", "nonsense"));

        var plugin = stack.Stack.Variables["PULUMI_DEBUG_PROVIDERS"].Replace("sample", "127.0.0.1", StringComparison.Ordinal);
        Assert.StartsWith(
            $"the plugin {plugin} returned a malformed property: ink",
            Assert.Single(stack.Stack.Errors),
            StringComparison.Ordinal
        );
        Assert.Single(stack.Stack.State.PendingOperations);
    }

    [Fact]
    public async Task Up_PartialFailure_RecordsTheResourceWithItsErrorsAndUpdatesItNextTime()
    {
        await using var stack = await PluginStack.StartAsync();

        var outcome = await stack.UpAsync(("text", "a"), ("behavior", "not-ready"));
        var failed = stack.Note;
        await stack.UpAsync(("text", "a"));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Equal(["the ink is wet"], failed.InitErrors);
        Assert.Equal("a", failed.Outputs["text"]);
        Assert.Equal(["update one"], stack.Stack.Steps);
        Assert.Equal(failed.Id, stack.Note.Id);
        Assert.Empty(stack.Note.InitErrors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Up_Secret_StaysASecretWhetherThePluginAcceptsSecretsOrNot(bool acceptsSecrets)
    {
        await using var stack = await PluginStack.StartAsync(new SampleService(_ => { }) { AcceptsSecrets = acceptsSecrets });

        await stack.UpAsync(("text", new PropertySecret("hush-hush")), ("kind", "x"));

        var sent = stack.Requests<Wire.CreateRequest>("Create").Single().Properties.Fields["text"];
        Assert.Equal(acceptsSecrets, sent.StructValue is not null);
        Assert.Equal(new PropertySecret("hush-hush"), stack.Note.Inputs["text"]);
        Assert.Equal(new PropertySecret("hush-hush"), stack.Note.Outputs["text"]);
        Assert.Equal("x", stack.Note.Outputs["kind"]);
        Assert.DoesNotContain("hush-hush", await File.ReadAllTextAsync(stack.Stack.StateFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_Cancelled_CallsCancelOfThePluginWhoseOperationThenEnds()
    {
        await using var stack = await PluginStack.StartAsync();
        using var cancel = new CancellationTokenSource();
        stack.Stack.OnEvent = engineEvent =>
        {
            if (engineEvent is ResourcePreEvent { Step.Urn.Name: "one" })
            {
                cancel.Cancel();
            }
        };

        var outcome = await stack.Stack.UpAsync(
            program => PluginStack.RegisterAsync(program, [("text", "a"), ("behavior", "hang")]),
            new OperationOptions { SkipPreview = true, Cancelled = cancel.Token }
        );

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Contains("create was cancelled", stack.Stack.Errors);
        Assert.Contains(stack.Service.Calls, call => call.Method == "Cancel");
    }

    [Fact]
    public async Task Invoke_Function_ReturnsItsResult()
    {
        await using var stack = await PluginStack.StartAsync();
        var result = PropertyMap.Empty;

        await stack.Stack.UpAsync(async program =>
        {
            var note = await PluginStack.RegisterAsync(program, [("text", "a"), ("name", "memo")]);
            result = await program.InvokeAsync("sample:index:list", PropertyMap.Empty);
        });

        Assert.Equal(PropertyValue.Array("memo"), result["ids"]);
    }
}
