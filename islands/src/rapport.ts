// What the browser runs. Every page works without it; each island says in its file what comfort it adds.
import { config } from "@hotwired/turbo";
import "@github/relative-time-element";
import "./audience-line";
import "./composer-box";
import "./key-map";
import "./live-feed";
import "./take-back";
import "./theme-switch";
import { keepWhatIsBeingDone } from "./morphing";
import { closeMenusFromOutside, fillMenus } from "./menus";
import { leavePictureLinksAlone } from "./picture-links";
import { keepReadingPosition } from "./reading-position";
import { suggestNames } from "./suggestions";

// Turbo's own bar would stand unstyled (build.mjs says why); base.css draws one from aria-busy instead.
// (The longest delay a browser timer takes.)
config.drive.progressBarDelay = 2 ** 31 - 1;

keepWhatIsBeingDone();
keepReadingPosition();
closeMenusFromOutside();
fillMenus();
leavePictureLinksAlone();
suggestNames();
