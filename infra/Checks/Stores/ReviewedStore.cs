using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Stores;

/// <summary>A store whose settings are checked.</summary>
internal readonly record struct ReviewedStore(SettingsReview Review, string Name, StoreSettings Settings)
{
    public SettingsPath Path => SettingsPath.Root.Key("stores").Key(Name);

    /// <summary>The kind as it is written.</summary>
    public string Kind => ScalarType.EnumName(Settings.Kind.ToString());

    /// <summary>The form in this stack; null if it is not stated.</summary>
    public StoreForm? Form => Settings.FormIn(Review.Settings.FaultTolerance);

    public SettingsPath At(string key) => Path.Key(key);

    public void Reject(SettingsPath path, string problem, string cure) => Review.Reject(path, problem, cure, path, Path.Key("kind"));

    /// <summary>All stores that could be bound.</summary>
    public static IEnumerable<ReviewedStore> Find(SettingsReview review) =>
        review.Settings.Stores.Select(store => new ReviewedStore(review, store.Key, store.Value));
}
