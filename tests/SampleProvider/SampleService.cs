using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;
using Infra.Protocol.Messages.Providers;
using PropertyDiff = Infra.Protocol.Messages.Providers.PropertyDiff;

namespace SampleProvider;

/// <summary>
/// The provider of the package <c>sample</c>. A <c>sample:index:Note</c> has the inputs <c>text</c>, <c>name</c> (automatic by default) and
/// <c>kind</c>, whose change replaces it. <c>behavior</c> makes its operations fail, crash, hang, answer nonsense
/// or end without being ready.
/// </summary>
/// <param name="exit">Ends the process with an exit code.</param>
internal sealed class SampleService(Action<int> exit)
{
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NoteFolder? _notes;

    /// <summary>False for an older plugin, which describes its features in the answer to its configuration.</summary>
    public bool ImplementsHandshake { get; init; } = true;

    /// <summary>True where secrets may be sent.</summary>
    public bool AcceptsSecrets { get; init; } = true;

    /// <summary>True where automatic names can be configured.</summary>
    public bool SupportsAutonaming { get; init; }

    /// <summary>True where an older plugin can preview operations.</summary>
    public bool SupportsPreview { get; init; }

    /// <summary>The requests by method.</summary>
    public ConcurrentQueue<(string Method, IMessage Request)> Calls { get; } = new();

    public void MapTo(GrpcServer server)
    {
        if (ImplementsHandshake)
        {
            Map(server, ResourceProviderMethods.Handshake, _ => new ProviderHandshakeResponse
            {
                AcceptSecrets = AcceptsSecrets,
                AcceptResources = true,
                SupportsAutonamingConfiguration = SupportsAutonaming,
            });
            Map(server, ResourceProviderMethods.Attach, _ => new Empty());
        }

        Map(server, ResourceProviderMethods.CheckConfig, request => new CheckResponse { Inputs = request.News });
        Map(server, ResourceProviderMethods.DiffConfig, DiffConfig);
        Map(server, ResourceProviderMethods.Configure, Configure);
        Map(server, ResourceProviderMethods.Check, Check);
        Map(server, ResourceProviderMethods.Diff, Diff);
        Map(server, ResourceProviderMethods.Invoke, Invoke);
        MapAsync(server, ResourceProviderMethods.Create, CreateAsync);
        MapAsync(server, ResourceProviderMethods.Update, UpdateAsync);
        MapAsync(server, ResourceProviderMethods.Delete, DeleteAsync);
        Map(server, ResourceProviderMethods.Read, Read);
        Map(server, ResourceProviderMethods.Cancel, _ =>
        {
            _cancelled.TrySetResult();
            return new Empty();
        });
    }

    private NoteFolder Notes => _notes ?? throw new RpcException(StatusCode.FailedPrecondition, "not configured");

    private void Map<TRequest, TResponse>(GrpcServer server, GrpcMethod<TRequest, TResponse> method, Func<TRequest, TResponse> answer)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => MapAsync(server, method, request => Task.FromResult(answer(request)));

    private void MapAsync<TRequest, TResponse>(
        GrpcServer server,
        GrpcMethod<TRequest, TResponse> method,
        Func<TRequest, Task<TResponse>> answer
    )
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => server.MapUnary(method, (request, _) =>
        {
            Calls.Enqueue((method.Name, request));
            return answer(request);
        });

    private static DiffResponse DiffConfig(DiffRequest request)
    {
        var isMoved = !Equals(request.OldInputs.Fields.GetValueOrDefault("folder"), request.News.Fields.GetValueOrDefault("folder"));
        return isMoved
            ? new DiffResponse { Changes = DiffResponse.Types.DiffChanges.DiffSome, Replaces = { "folder" } }
            : new DiffResponse { Changes = DiffResponse.Types.DiffChanges.DiffNone };
    }

    private ConfigureResponse Configure(ConfigureRequest request)
    {
        if (!request.Variables.TryGetValue("sample:config:folder", out var folder))
        {
            var missing = new ConfigureErrorMissingKeys
            {
                MissingKeys =
                {
                    new ConfigureErrorMissingKeys.Types.MissingKey { Name = "sample:folder", Description = "where notes are kept" },
                },
            };
            throw new RpcException(StatusCode.InvalidArgument, "missing keys") { Details = [Any.Pack(missing)] };
        }

        _notes = new NoteFolder(folder);
        return new ConfigureResponse
        {
            AcceptSecrets = AcceptsSecrets,
            AcceptResources = true,
            SupportsPreview = SupportsPreview,
            SupportsAutonamingConfiguration = SupportsAutonaming,
        };
    }

    private static CheckResponse Check(CheckRequest request)
    {
        var inputs = request.News.Clone();
        if (!inputs.Fields.ContainsKey("name"))
        {
            inputs.Fields["name"] = request.Olds.Fields.GetValueOrDefault("name")
                ?? (request.Autonaming is { ProposedName: { Length: > 0 } proposed } ? Value.ForString(proposed) : null)
                ?? Value.ForString($"{request.Name}-{Convert.ToHexStringLower(request.RandomSeed.Span[..4])}");
        }

        var response = new CheckResponse { Inputs = inputs };
        if (!inputs.Fields.ContainsKey("text"))
        {
            response.Failures.Add(new CheckFailure { Property = "text", Reason = "a note needs a text" });
        }

        return response;
    }

    private static DiffResponse Diff(DiffRequest request)
    {
        var response = new DiffResponse
        {
            Changes = DiffResponse.Types.DiffChanges.DiffNone,
            HasDetailedDiff = true,
            Stables = { "name" },
        };
        foreach (var key in request.OldInputs.Fields.Keys.Union(request.News.Fields.Keys))
        {
            if (Equals(request.OldInputs.Fields.GetValueOrDefault(key), request.News.Fields.GetValueOrDefault(key)))
            {
                continue;
            }

            var kind = key == "kind" ? PropertyDiff.Types.Kind.UpdateReplace : PropertyDiff.Types.Kind.Update;
            response.Changes = DiffResponse.Types.DiffChanges.DiffSome;
            response.Diffs.Add(key);
            response.DetailedDiff[key] = new PropertyDiff { Kind = kind, InputDiff = true };
        }

        return response;
    }

    private async Task<CreateResponse> CreateAsync(CreateRequest request)
    {
        var note = request.Properties.Clone();
        if (request.Preview)
        {
            return new CreateResponse { Properties = note };
        }

        await BehaveAsync(note, "create");
        var id = note.Fields["name"].StringValue;
        note.Fields["id"] = Value.ForString(id);
        Notes.Write(id, note);
        if (Behavior(note) == "nonsense")
        {
            note.Fields["4dabf18193072939515e22adb298388d"] = Value.ForString("no signature");
            note = new Struct { Fields = { ["ink"] = Value.ForStruct(note) } };
        }

        return IsReady(note) ? new CreateResponse { Id = id, Properties = note } : throw NotReady(id, note);
    }

    private async Task<UpdateResponse> UpdateAsync(UpdateRequest request)
    {
        var note = request.News.Clone();
        note.Fields["id"] = Value.ForString(request.Id);
        if (!request.Preview)
        {
            await BehaveAsync(note, "update");
            Notes.Write(request.Id, note);
        }

        return IsReady(note) ? new UpdateResponse { Properties = note } : throw NotReady(request.Id, note);
    }

    private async Task<Empty> DeleteAsync(DeleteRequest request)
    {
        await BehaveAsync(request.OldInputs, "delete");
        Notes.Delete(request.Id);
        return new Empty();
    }

    private ReadResponse Read(ReadRequest request)
    {
        if (Notes.Find(request.Id) is not { } note)
        {
            return new ReadResponse();
        }

        var inputs = note.Clone();
        inputs.Fields.Remove("id");
        return new ReadResponse
        {
            Id = request.Id,
            Properties = note,
            Inputs = inputs,
        };
    }

    private InvokeResponse Invoke(InvokeRequest request)
    {
        var ids = new ListValue { Values = { Notes.Ids.Select(Value.ForString) } };
        return request.Tok == "sample:index:list"
            ? new InvokeResponse { Return = new Struct { Fields = { ["ids"] = new Value { ListValue = ids } } } }
            : new InvokeResponse
            {
                Failures =
                {
                    new CheckFailure { Property = "", Reason = "there is no such function" },
                },
            };
    }

    private static bool IsReady(Struct note) => Behavior(note) != "not-ready";

    private static string Behavior(Struct note) => note.Fields.GetValueOrDefault("behavior")?.StringValue ?? "";

    private static RpcException NotReady(string id, Struct note) =>
        new(StatusCode.Unknown, "the note is not ready")
        {
            Details =
            [
                Any.Pack(
                    new ErrorResourceInitFailed
                    {
                        Id = id,
                        Properties = note,
                        Reasons = { "the ink is wet" },
                    }
                ),
            ],
        };

    private async Task BehaveAsync(Struct note, string operation)
    {
        switch (Behavior(note))
        {
            case "fail":
                throw new RpcException(StatusCode.Unknown, $"cannot {operation} the note");
            case "crash":
                await Console.Error.WriteLineAsync($"panic: out of ink during {operation}");
                exit(7);
                break;
            case "hang":
                await _cancelled.Task;
                throw new RpcException(StatusCode.Cancelled, $"{operation} was cancelled");
            default:
                break;
        }
    }
}
