//! Serving HTTP until the house stops.

use crate::{entry::AskedForJson, house::House, routes};
use axum::{ServiceExt, extract::Request, serve::ListenerExt};
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::Layer;

/// Serves the house on this listener until `stop`; requests under way end, streams are cut.
pub async fn serve(listener: TcpListener, house: House, stop: CancellationToken) {
    let app = tower::util::MapRequestLayer::new(named_json).layer(routes::router(house));
    let service = ServiceExt::<Request>::into_make_service_with_connect_info::<SocketAddr>(app);
    let listener = listener.tap_io(|stream| {
        // Small answers must not wait for more (Nagle); where it cannot be set they are merely slower.
        let _ = stream.set_nodelay(true);
    });
    if let Err(error) = axum::serve(listener, service).with_graceful_shutdown(stop.cancelled_owned()).await {
        tracing::error!(%error, "the web door closed");
    }
}

/// `/conversations/12.json` is `/conversations/12` asked for as JSON.
fn named_json(mut request: Request) -> Request {
    let path = request.uri().path();
    let Some(bare) = path.strip_suffix(".json").filter(|_| !path.starts_with("/attachments/") && path != "/openapi.json") else {
        return request;
    };
    let bare = if bare == "/home" { "/" } else { bare };
    let query = request.uri().query().map_or_else(String::new, |q| format!("?{q}"));
    if let Ok(uri) = format!("{bare}{query}").parse() {
        *request.uri_mut() = uri;
        request.extensions_mut().insert(AskedForJson);
    }
    request
}
