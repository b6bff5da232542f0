using System.Text.Json.Nodes;

namespace Likeness.Kubernetes.Recordings;

/// <summary>A kind of recordings.</summary>
internal interface IRecordingKind
{
    /// <summary>Whether a file contains recordings of this kind.</summary>
    bool Recognises(JsonObject content);

    /// <summary>The cases of a file, to be replayed in this order.</summary>
    IEnumerable<RecordedCase> GetCases(string part, JsonObject content);
}
