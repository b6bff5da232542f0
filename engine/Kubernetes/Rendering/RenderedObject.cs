using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>A Kubernetes object to render.</summary>
/// <param name="Folder">The subfolder of its cluster; empty if the stack has only one.</param>
/// <param name="Inputs">Its checked inputs, which may contain secrets.</param>
public sealed record RenderedObject(string Folder, PropertyMap Inputs);

/// <summary>What a rendering is made from; shown in its README.</summary>
/// <param name="Stack">The name of the stack.</param>
/// <param name="Commit">The commit of the project; null if it is in no repository.</param>
public sealed record RenderSource(string Stack, SourceCommit? Commit);

/// <summary>A commit of a version control system.</summary>
/// <param name="Id">The full hash.</param>
/// <param name="HasChanges">Whether files differ from the commit.</param>
public sealed record SourceCommit(string Id, bool HasChanges);

/// <summary>What a rendering changed in its folder.</summary>
/// <param name="Written">The number of files that are new or have new content.</param>
/// <param name="Unchanged">The number of files that were up to date.</param>
/// <param name="Removed">The number of files whose objects are gone.</param>
/// <param name="Placeholders">The number of Secrets that were written as placeholders.</param>
public sealed record RenderedChanges(int Written, int Unchanged, int Removed, int Placeholders);
