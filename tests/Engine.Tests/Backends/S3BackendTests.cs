using System.Net;
using Engine.Tests.Support;
using Infra.Engine.Backends;
using Infra.Engine.Backends.S3;
using Infra.Engine.Errors;
using Infra.Engine.State;
using Infra.Engine.State.Stores;

namespace Engine.Tests.Backends;

/// <summary>A backend in a folder of a bucket.</summary>
public sealed class S3BackendTests : RemoteBackendContract
{
    private S3Server _server = null!;

    public override async Task InitializeAsync() => _server = await S3Server.StartAsync();

    public override async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Up_ByUrl_HasPulumisLayout()
    {
        using var stack = new TestStack(backend: StateBackends.Open(_server.GetUrl("/team/shop"), "/", null, S3Server.GetVariable));
        await stack.UpAsync(program => program.ThingAsync("one"));

        var keys = _server.Keys;
        Assert.Contains("team/shop/.pulumi/meta.yaml", keys);
        Assert.Contains("team/shop/.pulumi/stacks/demo/dev.json", keys);
        Assert.Contains("team/shop/.pulumi/stacks/demo/dev.json.bak", keys);
        Assert.Single(keys, key =>
            key.StartsWith("team/shop/.pulumi/history/demo/dev/dev-", StringComparison.Ordinal)
            && key.EndsWith(".history.json", StringComparison.Ordinal)
        );
        Assert.Single(keys, key => key.StartsWith("team/shop/.pulumi/backups/demo/dev/dev.", StringComparison.Ordinal));
        Assert.All(keys, key => Assert.DoesNotMatch("/(locks|journals)/", key));
    }

    [Fact]
    public void Write_AnswerIsLost_IsRecognizedAsItsOwn()
    {
        var store = Open().Store;
        var location = store.Layout.StackFile(Stack);
        var version = store.Write(location, "one"u8.ToArray(), WriteCondition.IfAbsent);
        var breaks = 2;
        _server.Breaks = (request, isDone) => request.Method == "PUT" && isDone && breaks-- > 0;

        version = store.Write(location, "two"u8.ToArray(), WriteCondition.IfVersion(version));
        store.Write(location, "three"u8.ToArray(), WriteCondition.IfVersion(version));

        Assert.Equal("three"u8.ToArray(), store.Read(location)!.Content);
    }

    [Fact]
    public void Write_StorageComparesETagsWithoutQuotes_StillRefusesOthers()
    {
        _server.ComparesWithoutQuotes = true;
        var store = Open().Store;
        var location = store.Layout.StackFile(Stack);
        var one = store.Write(location, "one"u8.ToArray());
        store.Write(location, "two"u8.ToArray(), WriteCondition.IfVersion(one));

        Assert.Throws<StateConflictException>(() => store.Write(location, "three"u8.ToArray(), WriteCondition.IfVersion(one)));
        Assert.Equal("two"u8.ToArray(), store.Read(location)!.Content);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "SlowDown")]
    [InlineData(HttpStatusCode.TooManyRequests, "TooManyRequests")]
    [InlineData(HttpStatusCode.InternalServerError, "InternalError")]
    [InlineData(HttpStatusCode.Conflict, "ConditionalRequestConflict")]
    public void Write_StorageFailsInPassing_IsRepeated(HttpStatusCode status, string code)
    {
        var failures = 3;
        _server.Refuses = _ => failures-- > 0 ? (status, code) : null;

        Open().Store.Write(Open().Layout.MetaFile, "version: 1\n"u8.ToArray(), WriteCondition.IfAbsent);

        Assert.Single(_server.Keys);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "AccessDenied", "s3:ListBucket")]
    [InlineData(HttpStatusCode.Forbidden, "SignatureDoesNotMatch", "correct AWS_ACCESS_KEY_ID")]
    [InlineData(HttpStatusCode.BadRequest, "ExpiredToken", "obtain a new one")]
    [InlineData(HttpStatusCode.NotFound, "NoSuchBucket", "create it")]
    [InlineData(HttpStatusCode.NotImplemented, "NotImplemented", "no conditional writes")]
    public void Read_Refused_NamesTheFileAndTheCure(HttpStatusCode status, string code, string cure)
    {
        _server.Refuses = _ => (status, code);

        var error = Assert.Throws<StateException>(() => Open().Store.Read(Open().Layout.StackFile(Stack)));

        Assert.StartsWith("s3://state/.pulumi/stacks/demo/dev.json: cannot read: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(cure, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetSecret_NoPassphrase_IsNotGeneratedWhereOtherMachinesLackIt()
    {
        using var stack = new TestStack(backend: Open());
        File.Delete(Path.Combine(stack.Folder, "Pulumi.dev.yaml"));
        var workspace = Infra.Engine.Operations.Workspace.Open(
            new Infra.Engine.Operations.WorkspaceOptions
            {
                Directory = stack.Folder,
                Backend = Open(),
                Environment = _ => null,
            }
        );

        var error = await Assert.ThrowsAsync<SecretsException>(() =>
            workspace.Configuration(Stack).SetAsync("demo:key", "value", isSecret: true, isPath: false)
        );

        Assert.Contains("set PULUMI_CONFIG_PASSPHRASE", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_StorageIgnoresConditions_IsRefusedBeforeAnythingIsDone()
    {
        _server.IgnoresConditions = true;

        var error = Assert.Throws<StateException>(() =>
            Open().Store.Write(Open().Layout.MetaFile, "x"u8.ToArray(), WriteCondition.IfAbsent)
        );

        Assert.Contains("it ignores If-None-Match", error.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Keys);
    }

    [Fact]
    public void Read_WrongKey_IsRefusedByTheServer()
    {
        var backend = StateBackends.Open(_server.GetUrl(), "/", null, name =>
            name == "AWS_SECRET_ACCESS_KEY" ? "wrong" : S3Server.GetVariable(name)
        );

        var error = Assert.Throws<StateException>(() => backend.Exists(Stack) || backend.List("demo").Count > 0);

        Assert.Contains("no right", error.Message, StringComparison.Ordinal);
    }

    private protected override RequestGate CreateGate(int? crashesAt) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { CrashesAt = crashesAt };

    private protected override StateBackend OpenThrough(RequestGate gate)
    {
        var options = S3Options.Parse(_server.GetUrl(), S3Server.GetVariable);
        var client = new S3Client(options, gate, S3Server.GetVariable, TimeProvider.System);
        return StateBackends.OpenS3(_server.GetUrl(), options, client, TimeProvider.System, _ => null);
    }
}
