using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Hashing;
using Infra.Simulator.Controllers.Pods;

namespace Infra.Simulator.Controllers.Revisions;

/// <summary>How the hash of a ControllerRevision is computed, and the label that contains it.</summary>
internal abstract class RevisionHash
{
    /// <summary>StatefulSets: the hash of the patch that restores the template.</summary>
    public static RevisionHash OfPatch { get; } = new PatchHash();

    /// <summary>DaemonSets: the hash of the template, as in ReplicaSets.</summary>
    public static RevisionHash OfTemplate { get; } = new DumpHash();

    /// <summary>The label of the hash.</summary>
    public abstract string Label { get; }

    /// <summary>Computes the hash.</summary>
    /// <param name="template">The pod template.</param>
    /// <param name="patch">The patch that restores it.</param>
    /// <param name="collisionCount">The number of earlier collisions with other templates.</param>
    public abstract string Compute(JsonObject template, JsonObject patch, int? collisionCount);

    private sealed class PatchHash : RevisionHash
    {
        public override string Label => "controller.kubernetes.io/hash";

        public override string Compute(JsonObject template, JsonObject patch, int? collisionCount) =>
            Fnv.Encode(
                Fnv.Hash1([
                    .. GoJson.Encode(patch),
                    .. Encoding.UTF8.GetBytes((collisionCount ?? 0).ToString(CultureInfo.InvariantCulture)),
                ])
            );
    }

    private sealed class DumpHash : RevisionHash
    {
        public override string Label => "controller-revision-hash";

        public override string Compute(JsonObject template, JsonObject patch, int? collisionCount) =>
            TemplateHash.Compute(template, collisionCount);
    }
}
